import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { mostFields, mostFormFileBytes, mostFormFiles } from '../../../shared/forms/form.ts';
import { formsTogether, readFormFile } from '../../../shared/forms/form-file.ts';
import { YamlFileError } from '../../../shared/yaml-file.ts';
import { aContract } from '../../support/builders.ts';
import { aForm } from './a-form.ts';

const contracts = [aContract({ languages: ['en', 'fr'] })];
const written = (overrides: Record<string, unknown> = {}) => ({
  id: 'test',
  contract: 'ctr_test',
  languages: ['en'],
  title: { en: 'Write to us' },
  ...overrides,
});
const field = (overrides: Record<string, unknown> = {}) => ({ name: 'a', kind: 'text', label: { en: 'A' }, ...overrides });
const read = (overrides: Record<string, unknown> = {}) => readFormFile('f.yaml', stringify(written(overrides)), contracts);
function problemsOf(overrides: Record<string, unknown>): string[] {
  try {
    read(overrides);
  } catch (error) {
    if (error instanceof YamlFileError) return error.problems;
    throw error;
  }
  return [];
}
const some = (n: number) => Array.from({ length: n }, (_, i) => field({ name: `f${i}`, longest: 10 }));

describe('a form’s file', () => {
  it('with the least that it needs has everything else by default', () => {
    expect(read()).toMatchObject({ fields: [], origins: [], submissionsPerHour: 20, ticket: {} });
  });
  it.each([
    [{ id: 'In App' }, 'id: must be 1 to 40 lower-case letters, digits and hyphens'],
    [{ id: 'x'.repeat(41) }, 'id: must be 1 to 40 lower-case letters, digits and hyphens'],
    [{ contract: 'ctr_none' }, 'contract: there is no contract ctr_none'],
    [{ languages: ['en', 'zh'], title: { en: 'A', zh: 'B' } }, 'languages.1: ctr_test does not offer zh'],
    [{ languages: ['en', 'fr'] }, 'title.fr: is missing'],
    [{ languages: ['en', 'fr'], title: { en: 'A', fr: 'B' }, fields: [field()] }, 'fields.0.label.fr: is missing'],
    [{ fields: [field({ name: 'email' })] }, 'fields.0.name: email is a field that every form has'],
    [{ fields: [field({ name: 'token' })] }, 'fields.0.name: token is a field that every form has'],
    [{ fields: [field({ name: 'A b' })] }, 'fields.0.name: must be a word in lower case'],
    [{ fields: [field(), field()] }, 'fields: there are two called a'],
    [{ fields: [field({ kind: 'select', options: [] })] }, expect.stringContaining('fields.0.options: ')],
    [{ fields: some(mostFields + 1) }, `fields: must be at most ${mostFields}`],
    [{ fields: [field({ longest: 39_447 })] }, 'fields: all together must hold at most 40000 characters, not 40001'],
    [{ origins: ['https://x.example/path'] }, 'origins.0: must be an origin such as https://www.example.com'],
    [{ origins: ['*'] }, 'origins.0: must be an origin such as https://www.example.com'],
    [{ attachments: { most: mostFormFiles + 1, bytesEach: 1, types: ['a/b'] } }, expect.stringContaining('attachments.most: ')],
    [
      { attachments: { most: 1, bytesEach: mostFormFileBytes + 1, types: ['a/b'] } },
      expect.stringContaining('attachments.bytesEach: '),
    ],
    [{ attachments: { most: 1, bytesEach: 1, types: ['image'] } }, 'attachments.types.0: must be a media type'],
    [
      { challenge: { siteKey: 'k', script: 'http://x.example/a.js', verifyUrl: 'https://x.example' } },
      'challenge.script: must be an https address',
    ],
    [{ tilte: 'x' }, 'tilte: means nothing here'],
  ])('with %o is refused: %s', (overrides, problem) => expect(problemsOf(overrides)).toEqual([problem]));
  it.each([
    [{ id: 'x'.repeat(40) }],
    [{ fields: some(mostFields) }],
    [{ fields: [field({ longest: 39_446 })] }],
    [{ attachments: { most: mostFormFiles, bytesEach: mostFormFileBytes, types: ['a/b'] } }],
  ])('with %o is taken', (overrides) => expect(problemsOf(overrides)).toEqual([]));
  it('names its file with each problem', () => {
    expect(() => readFormFile('contracts/forms/x.yaml', 'id: [', contracts)).toThrow(/^contracts\/forms\/x\.yaml: /);
  });
  it('may share its id with no other', () => {
    expect(formsTogether([aForm(), aForm({ id: 'other' }), aForm()])).toEqual(['there are two forms test']);
  });
});
