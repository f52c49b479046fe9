import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Bundles the script that pages embed, `web/widget/main.ts`, into one file for browsers of the last years. */
export async function buildWidget(outputFile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [join('web', 'widget', 'main.ts')],
    outfile: outputFile,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2022', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    // serve-widget puts the address of its stage there.
    define: { CHAT_URL: '"__CHAT_URL__"' },
    logLevel: 'silent',
  });
}
