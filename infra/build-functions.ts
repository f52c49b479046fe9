import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { buildWidget } from './build-widget.ts';
import { functionNames } from './service-function.ts';

const root = join(import.meta.dirname, '..');

/** One function's code, ready to upload. */
export interface Bundle {
  name: string;
  folder: string;
  bytes: number;
}

/**
 * Bundles functions in one esbuild run, `functions/<name>/index.ts` → `<outputFolder>/<name>/index.mjs`. The AWS SDK goes in as well:
 * Lambda's own copy is older and loads slower. Throws when a function has no `index.ts`.
 */
export async function buildFunctions(
  outputFolder = join(root, 'dist', 'functions'),
  names: readonly string[] = functionNames,
): Promise<Bundle[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join('functions', name, 'index.ts'), out: join(name, 'index') })),
    outdir: outputFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    treeShaking: true,
    legalComments: 'none',
    // Some libraries are CommonJS inside, and call `require`, which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'silent',
  });
  if (names.includes('serve-widget')) await buildWidget(join(outputFolder, 'serve-widget', 'widget.js'));
  return names.map((name) => {
    const folder = join(outputFolder, name);
    const file = relative(root, join(folder, 'index.mjs'));
    const output = metafile.outputs[file];
    if (!output) throw new Error(`esbuild wrote no ${file}`);
    return { name, folder, bytes: output.bytes };
  });
}

/** A table of sizes, for people: a bundle that grows makes every cold start longer. */
export function sizeTable(bundles: readonly Bundle[]): string {
  const width = Math.max(...bundles.map(({ name }) => name.length));
  return bundles.map(({ name, bytes }) => `${name.padEnd(width)} ${(bytes / 1024).toFixed(0).padStart(6)} KiB\n`).join('');
}
