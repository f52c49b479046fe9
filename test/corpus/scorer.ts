import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What ../shared/mail/score.mjs says of one set, or of all. */
export interface Board {
  cases: number;
  parsed: number;
  crashed: number;
  slow: number;
  notOffered: number;
  /** Right answers and how many there are, by field. */
  fields: Record<string, [number, number]>;
}

export interface Miss {
  id: string;
  set: string;
  crash?: string;
  wrong: Record<string, unknown>;
}

export interface Score {
  sets: Record<string, Board>;
  misses: Miss[];
}

const adapter = join(import.meta.dirname, 'adapter.ts');

/** Runs the scorer that lies beside the cases in `root`; `print` shows the board as it comes. */
export function score(root: string, options: { set?: string; misses?: boolean; print?: boolean } = {}): Score {
  const scorer = join(root, 'score.mjs');
  if (!existsSync(scorer)) throw new Error(`${scorer} does not exist: --root names the folder of the mail cases`);
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    const report = join(folder, 'report.json');
    const { status } = spawnSync(
      process.execPath,
      [
        scorer,
        adapter,
        '--root',
        root,
        '--json',
        report,
        ...(options.set === undefined ? [] : ['--set', options.set]),
        ...(options.misses ? ['--misses'] : []),
      ],
      { stdio: options.print ? 'inherit' : 'ignore' },
    );
    if (status !== 0) throw new Error(`score.mjs ended with ${status}`);
    return JSON.parse(readFileSync(report, 'utf8')) as Score;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
