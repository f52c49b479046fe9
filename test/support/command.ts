import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Stage } from './cloud.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Ran {
  code: number;
  /** What was asked for. */
  out: string;
  /** Everything else it said. */
  err: string;
}

/** Runs one of the project's commands as npm would, and answers how it ended; with a stage, against its local cloud. */
export function command(name: string, args: readonly string[], stage?: Stage): Promise<Ran> {
  const port = stage ? { GUICHET_AWS_PORT: String(stage.cloud.ports.aws) } : {};
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`infra/commands/${name}.ts`, ...args],
      { cwd: root, env: { ...process.env, ...port }, maxBuffer: 10_000_000 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
