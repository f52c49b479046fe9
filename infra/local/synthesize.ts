import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..', '..');
const sources = ['functions', 'shared', 'infra', 'package-lock.json', 'cdk.json', 'tsconfig.json'];
/** The local cloud plays the template but is no part of it. */
const ignored = [path.join(root, 'infra', 'local')];

/** SHA-256 of everything that the template and the bundles are made of. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (file: string): Promise<void> => {
    if (ignored.includes(file)) return;
    const entries = await readdir(file, { withFileTypes: true }).catch(() => undefined);
    if (!entries) {
      hash
        .update(`${path.relative(root, file)}\u0000`)
        .update(await readFile(file))
        .update('\u0000');
      return;
    }
    for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) await visit(path.join(file, name));
  };
  for (const source of sources) await visit(path.join(root, source));
  return hash.digest('hex');
}

/**
 * Synthesizes the CDK app of stage `local` into .cache/assembly, unless nothing that it is made of has changed since, and answers that
 * folder. The app's output goes to standard error. Throws when it fails.
 */
export async function synthesize(): Promise<string> {
  const output = path.join(root, '.cache', 'assembly');
  const stamp = path.join(root, '.cache', 'assembly.sha256');
  const wanted = await fingerprint();
  if (existsSync(path.join(output, 'manifest.json')) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted) return output;
  process.stderr.write('building the functions and the template …\n');
  await rm(stamp, { force: true });
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  await run(['infra/app.ts'], { CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) });
  await writeFile(stamp, wanted);
  return output;
}

/** Runs one of the project's scripts to its end, with this very Node. Throws when it fails. */
export function run(args: readonly string[], environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', process.stderr, 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))));
  });
}
