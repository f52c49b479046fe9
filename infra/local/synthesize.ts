import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { bundleFolder } from '../bundle-folder.ts';

const root = path.join(import.meta.dirname, '..', '..');
const sources = ['functions', 'shared', 'infra', 'web', 'package-lock.json', 'cdk.json', 'tsconfig.json'];
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

/** A running local cloud reads its functions from its assembly, so a few former ones are left. */
const assembliesKept = 4;

/**
 * Synthesizes the CDK app of stage `local`, unless that was done before for just these sources, and answers the assembly's folder. Two at
 * once do no harm: each builds for itself, and the first to finish is kept. The app's output goes to standard error. Throws when it fails.
 */
export async function synthesize(): Promise<string> {
  const cache = path.join(root, '.cache');
  const output = path.join(cache, `assembly-${(await fingerprint()).slice(0, 16)}`);
  if (existsSync(path.join(output, 'manifest.json'))) return output;
  process.stderr.write('building the functions and the template …\n');
  const building = path.join(cache, `building-${process.pid}`);
  await mkdir(building, { recursive: true });
  try {
    await run(['infra/app.ts'], { CDK_OUTDIR: building, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'local' }) });
    await rename(building, output).catch((error: unknown) => {
      if (!existsSync(path.join(output, 'manifest.json'))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
    await rm(bundleFolder(building), { recursive: true, force: true });
  }
  await forgetOldAssemblies(cache);
  return output;
}

async function forgetOldAssemblies(cache: string): Promise<void> {
  const names = (await readdir(cache)).filter((name) => name.startsWith('assembly-'));
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(path.join(cache, name))).mtimeMs })));
  const old = dated.sort((x, y) => y.at - x.at).slice(assembliesKept);
  for (const { name } of old) await rm(path.join(cache, name), { recursive: true, force: true });
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
