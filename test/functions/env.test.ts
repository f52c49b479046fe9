import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { startRuntime } from '../../shared/lambda/runtime.ts';

const functions = join(import.meta.dirname, '..', '..', 'functions');
const folders = readdirSync(functions, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const schemaOf = async (folder: string): Promise<z.ZodMiniObject> => (await import(join(functions, folder, 'env.ts'))).env;

afterEach(() => vi.unstubAllEnvs());
const set = (names: string[]) => {
  for (const name of names) vi.stubEnv(name, choices[name] ?? '7');
};
/** A value of those that are one of several. */
const choices: Partial<Record<string, string>> = { PRIVATE_TARGETS: 'refused' };

describe.each(folders)('%s', (folder) => {
  it('starts when every variable is set', async () => {
    const schema = await schemaOf(folder);
    set(Object.keys(schema.shape));
    expect(Object.keys(startRuntime(folder, schema).env)).toEqual(Object.keys(schema.shape));
  });
  it('does not start without any one of the variables it needs, and names it and the function', async () => {
    const schema = await schemaOf(folder);
    const names = Object.keys(schema.shape);
    const needed = names.filter((name) => !z.safeParse(schema.shape[name]!, undefined).success);
    expect(needed).not.toEqual([]);
    for (const missing of needed) {
      set(names);
      vi.stubEnv(missing, undefined);
      expect(() => startRuntime(folder, schema)).toThrow(new RegExp(`environment of ${folder}: [\\s\\S]*${missing}`));
    }
  });
});

describe('a number among the variables', () => {
  it.each(['0', '-1', '1.5', 'ten', ''])('that is %j is refused by name', async (value) => {
    const schema = await schemaOf('send-notices');
    set(Object.keys(schema.shape));
    vi.stubEnv('ACKNOWLEDGEMENTS_PER_HOUR', value);
    expect(() => startRuntime('send-notices', schema)).toThrow('ACKNOWLEDGEMENTS_PER_HOUR');
  });
});
