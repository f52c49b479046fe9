import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Imports go one way: functions → shared, infra → the facts of both. `@aws-sdk/*` is imported only where a file's suffix says that it
 * touches the world, and where a function is wired.
 */
const root = path.join(import.meta.dirname, '..', '..');

/** Facts that infra may read: what a function must be told, how the table is keyed, which metrics there are. */
const facts = /^functions\/[a-z-]+\/env\.ts$|^shared\/dynamo\/table\.ts$|^shared\/metrics\/catalogue\.ts$/;
/** Commands that people run are entries, as functions are. */
const command = /^infra\/commands\//;
const mayUseSdk =
  /^functions\/[a-z-]+\/index\.ts$|^shared\/.+\.(dynamo|s3|ses|scheduler|sqs|secrets-manager|connect|api-gateway)\.ts$/;

interface Import {
  from: string;
  to: string;
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** Every import of one file's text; those of our own files as paths from the root. */
function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, a, b, c]) => {
    const to = a ?? b ?? c ?? '';
    return { from: file, to: to.startsWith('.') ? path.posix.join(path.posix.dirname(file), to) : to };
  });
}

const room = (file: string) => file.split('/')[0];

/** Why an import breaks the rule; undefined when it does not. */
function broken({ from, to }: Import): string | undefined {
  const inFunctions = /^functions\/([a-z-]+)\//.exec(from)?.[1];
  if (room(from) === 'shared' && ['functions', 'infra', 'test'].includes(room(to) ?? '')) return 'shared imports only shared';
  if (inFunctions && to.startsWith('functions/') && !to.startsWith(`functions/${inFunctions}/`))
    return 'a function imports no other function';
  if (inFunctions && ['infra', 'test'].includes(room(to) ?? '')) return 'functions import only shared';
  if (room(from) === 'infra' && ['functions', 'shared'].includes(room(to) ?? '') && !facts.test(to) && !command.test(from)) {
    return 'infra imports only the facts of functions and shared';
  }
  if (room(from) === 'infra' && room(to) === 'test') return 'infra imports no test';
  if (['functions', 'shared'].includes(room(from) ?? '') && to.startsWith('@aws-sdk/') && !mayUseSdk.test(from)) {
    return 'the AWS SDK is imported only by suffixed files and index.ts';
  }
  return undefined;
}

const files = ['functions', 'shared', 'infra'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .filter((file) => file.endsWith('.ts')),
);

describe('the import rule', () => {
  it('holds for every file', () => {
    const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(root, file), 'utf8')));
    expect(imports.length).toBeGreaterThan(500);
    const violations = imports.flatMap((each) => (broken(each) ? [`${each.from} → ${each.to}: ${broken(each)}`] : []));
    expect(violations).toEqual([]);
  });

  it.each([
    ['shared/a/x.ts', "import type { App } from '../../infra/app.ts';", 'shared imports only shared'],
    ['shared/a/x.ts', "import { y } from '../../functions/a/handler.ts';", 'shared imports only shared'],
    ['functions/a/handler.ts', "import { y } from '../b/handler.ts';", 'a function imports no other function'],
    ['functions/a/handler.ts', "export { y } from '../../infra/y.ts';", 'functions import only shared'],
    ['infra/x.ts', "import { ticket } from '../shared/tickets/ticket.ts';", 'infra imports only the facts'],
    ['infra/local/x.ts', "const y = await import('../../functions/a/handler.ts');", 'infra imports only the facts'],
    ['shared/a/x.ts', "import {\n  S3Client,\n} from '@aws-sdk/client-s3';", 'the AWS SDK is imported only by'],
    ['functions/a/handler.ts', "import '@aws-sdk/client-s3';", 'the AWS SDK is imported only by'],
  ])('is broken by %s with %s', (file, text, why) => {
    expect(importsOf(file, text).map(broken)).toEqual([expect.stringContaining(why)]);
  });

  it.each([
    ['infra/x.ts', "import { env } from '../functions/a/env.ts';"],
    ['infra/commands/x.ts', "import { y } from '../../shared/contracts/contract.ts';"],
    ['shared/a/x.s3.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
    ['functions/a/index.ts', "import { S3Client } from '@aws-sdk/client-s3';"],
  ])('allows %s with %s', (file, text) => expect(importsOf(file, text).map(broken)).toEqual([undefined]));
});

describe('a function’s folder', () => {
  const folders = readdirSync(path.join(root, 'functions'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(folders.map(({ name }) => name))('%s has its wiring, handler, settings and README', (name) => {
    expect(readdirSync(path.join(root, 'functions', name))).toEqual(
      expect.arrayContaining(['index.ts', 'handler.ts', 'env.ts', 'README.md']),
    );
  });
});
