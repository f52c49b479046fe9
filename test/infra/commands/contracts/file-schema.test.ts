import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { descriptions } from '../../../../infra/commands/contracts/descriptions.ts';
import { contractSchema, memberOf } from '../../../../infra/commands/contracts/file-schema.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', '..', 'contracts');
const written = (name: string): Record<string, unknown> => parse(readFileSync(join(shipped, name), 'utf8'));
const schema = contractSchema();
/** Judges as an editor would. */
const editor = z.fromJSONSchema(schema);
const isFine = (contract: unknown) => editor.safeParse(contract).success;

/** Every object of the schema with its path, the whole first. */
function* nodes(node: unknown, path: string[] = []): Generator<[string, Record<string, unknown>, string[]]> {
  if (typeof node !== 'object' || node === null) return;
  yield [memberOf(path), node as Record<string, unknown>, path];
  for (const [name, value] of Object.entries(node)) yield* nodes(value, [...path, name]);
}

describe('the schema for editors', () => {
  it.each(readdirSync(shipped).filter((name) => name.endsWith('.yaml')))('finds %s right', (name) => {
    expect(isFine(written(name))).toBe(true);
  });
  it.each<[string, Record<string, unknown>]>([
    ['a word that means nothing', { ladders: [] }],
    ['a language that no template speaks', { languages: ['de'] }],
    ['a clock that does not exist', { targets: [{ clock: 'second-response', within: '4 clock hours' }] }],
    [
      'a word that means nothing further down',
      { targets: [{ clock: 'resolution', within: '4 clock hours', prioritty: 'urgent' }] },
    ],
    ['a calendar of two kinds', { calendars: { office: { kind: 'always', week: {} } } }],
    ['an instant without its zone', { effectiveFrom: '2026-01-01T00:00:00' }],
  ])('finds %s wrong', (_, wrong) => {
    expect(isFine({ ...written('standard.yaml'), ...wrong })).toBe(false);
  });
  it('finds a contract wrong that lacks what every one needs', () => {
    const { timeZone: _, ...rest } = written('standard.yaml');
    expect(isFine(rest)).toBe(false);
  });
  it('says of every member what it means, and of nothing else', () => {
    const members = [...nodes(schema)].filter(([, , path]) => path.at(-2) === 'properties').map(([name]) => name);
    const named = Object.keys(descriptions).filter((name) => name !== '' && !name.endsWith('*'));
    expect(new Set(members)).toEqual(new Set(named));
    for (const [name, node, path] of nodes(schema))
      if (path.at(-2) === 'properties') expect(node.description, name).toBe(descriptions[name]);
  });
});
