import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.join(import.meta.dirname, '..', '..');

/** Seconds from `npm start` to its ready line. */
export interface StartBench {
  firstTime: number;
  nothingChanged: number;
}

/** Starts the product once with nothing built and once more. */
export async function benchStart(): Promise<StartBench> {
  const cache = path.join(root, '.cache');
  const built = (await readdir(cache).catch(() => [])).filter((name) => name.startsWith('assembly-'));
  for (const name of built) await rm(path.join(cache, name), { recursive: true, force: true });
  return { firstTime: await secondsToReady(), nothingChanged: await secondsToReady() };
}

async function secondsToReady(): Promise<number> {
  const anyPort = { GUICHET_HTTP_PORT: '0', GUICHET_WS_PORT: '0', GUICHET_SMTP_PORT: '0', GUICHET_AWS_PORT: '0' };
  const began = performance.now();
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, ...anyPort },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => npm.once('close', () => resolve()));
  for await (const line of createInterface({ input: npm.stdout })) if (line.includes('"ready":true')) break;
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  npm.kill('SIGTERM');
  await ended;
  return seconds;
}
