import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateSource } from 'oazapfts';
import type { Json } from './cloud.ts';

const root = path.join(import.meta.dirname, '..', '..');

export interface GeneratedClient {
  /** The operations by their ids, and `defaults` for all of them. */
  api: Json;
  /** What the compiler has against a program that imports from `./api.ts`; empty where nothing. */
  compile(program: string): string;
  remove(): void;
}

/** A client as somebody else would have it: made by a generator from nothing but the address of the document. */
export async function generateClient(documentUrl: string): Promise<GeneratedClient> {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'client-'));
  const response = await fetch(documentUrl);
  const document = path.join(folder, 'openapi.json');
  writeFileSync(document, await response.text());
  const file = path.join(folder, 'api.ts');
  writeFileSync(file, await generateSource(document, {}));
  writeFileSync(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: path.join(root, 'tsconfig.json'), include: ['*.ts'], compilerOptions: { types: ['node'] } }),
  );
  return {
    api: await import(file),
    compile: (program) => {
      writeFileSync(path.join(folder, 'program.ts'), program);
      const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout } = spawnSync(process.execPath, [compiler, '--pretty', 'false', '-p', folder], { encoding: 'utf8' });
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
