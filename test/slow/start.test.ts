import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The product as a newcomer starts it: `npm start`, then the README's first five minutes, word for word but for the ports. */
const root = path.join(import.meta.dirname, '..', '..');
const lines: string[] = [];
let npm: ChildProcess;
let ready: { ready: boolean; http: string; ws: string; smtp: string; aws: string };

beforeAll(async () => {
  const anyPort = { GUICHET_HTTP_PORT: '0', GUICHET_WS_PORT: '0', GUICHET_SMTP_PORT: '0', GUICHET_AWS_PORT: '0' };
  npm = spawn('npm', ['start', '--silent'], {
    cwd: root,
    env: { ...process.env, ...anyPort },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: npm.stdout! })) {
    lines.push(line);
    if (line.startsWith('{')) break;
  }
  ready = JSON.parse(lines.at(-1)!);
}, 60_000);
afterAll(() => npm.kill('SIGKILL'));

const answers = async (url: string) => (await fetch(url)).status;

describe('npm start', () => {
  it('says on one line where everything answers, and nothing else on standard output', async () => {
    expect(lines).toHaveLength(1);
    expect(ready).toEqual({
      ready: true,
      http: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ws: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
      smtp: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      aws: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect([await answers(ready.http), await answers(ready.ws.replace('ws', 'http')), await answers(ready.aws)]).toEqual([
      200, 403, 403,
    ]);
  });

  it('plays the README’s first five minutes', async () => {
    const readme = await readFile(path.join(root, 'README.md'), 'utf8');
    const [section = ''] = /## The first five minutes[\s\S]*?(?=\n## )/.exec(readme) ?? [];
    const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
    expect(blocks).toHaveLength(3);
    const here = blocks.join('').replaceAll('http://127.0.0.1:4400', ready.http).replaceAll('127.0.0.1:4425', ready.smtp);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', here], { maxBuffer: 10_000_000 });
    for (const said of [
      'Re: The printer is on fire [#',
      'We will answer by',
      'first response, 80%',
      'first response missed',
      '"status":"pending"',
      '"promises":[{"clock":"first-response"',
      '"waiting":"agent"',
    ]) {
      expect(stdout).toContain(said);
    }
  });

  it('ends within two seconds of a SIGTERM, all of it', async () => {
    const asked = performance.now();
    npm.kill('SIGTERM');
    await expect.poll(() => answers(ready.http).catch(() => 'gone'), { timeout: 5000, interval: 20 }).toBe('gone');
    expect(performance.now() - asked).toBeLessThan(2000);
  });
});
