import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, buildFunctions, sizeTable } from '../../infra/build-functions.ts';

/** Beyond this, look at what came in: Lambda loads each byte at every cold start. */
const mostBytes = 900 * 1024;

describe('the bundles', () => {
  let folder: string;
  let bundles: Bundle[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-bundles-'));
    bundles = await buildFunctions(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('are small enough to start fast', () => {
    for (const { name, bytes } of bundles) expect(bytes, name).toBeLessThan(mostBytes);
  });

  test('hold everything they need: Lambda gives them nothing but Node', () => {
    for (const { name, folder: own } of bundles) {
      const code = readFileSync(join(own, 'index.mjs'), 'utf8');
      const imported = [...code.matchAll(/(?:^|[;}])import\s*(?:[\w*${}\s,]+\s*from\s*)?["']([^"']+)["']/g)].map(
        ([, from]) => from,
      );
      expect(
        imported.filter((from) => !from?.startsWith('node:') && !isBuiltin(from ?? '')),
        name,
      ).toEqual([]);
    }
  });

  test('are shown in a table', () => {
    expect(sizeTable(bundles)).toMatch(/^receive-email +\d+ KiB$/m);
  });
});

test('a function without index.ts stops the build and is named', async () => {
  const nowhere = join(tmpdir(), 'guichet-bundles-never');
  await expect(buildFunctions(nowhere, ['receive-email', 'answer-telegram'])).rejects.toThrow(
    'functions/answer-telegram/index.ts',
  );
});
