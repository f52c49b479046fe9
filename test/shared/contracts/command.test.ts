import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
/** The command as people call it, with what it says. It needs no AWS credentials to check. */
const contracts = (...args: string[]) =>
  new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, ['infra/commands/contracts.ts', ...args], { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contracts-'));
});
afterEach(() => rm(folder, { recursive: true }));

const good = (id: string, more = '') => `id: ${id}
version: 1
name: Gold
languages: [en]
mailboxes: [${id.slice(4)}]
calendar: { kind: always }
targets: [{ clock: first-response, within: PT4H }]
${more}`;
const write = (name: string, yaml: string) => writeFile(join(folder, name), yaml);

describe('contracts check', () => {
  it('finds the contracts that ship right', async () => {
    const { code, said } = await contracts('check');
    expect(said).toContain('ctr_standard version 1: right');
    expect(code).toBe(0);
  });
  it('prints file, path and rule of every problem of a file, and exits 1', async () => {
    await write('good.yaml', good('ctr_good', 'default: true'));
    await write('bad.yaml', good('ctr_bad', 'ladder: [{ at: 0%, to: [duty] }]'));
    const { code, said } = await contracts('check', folder);
    expect(code).toBe(1);
    expect(said.trim().split('\n')).toEqual([
      `${join(folder, 'bad.yaml')}: ladder.0.at: must be a share of the time from 1% to 99%, "breach", or "breach+" and a duration such as breach+PT1H`,
      `${join(folder, 'bad.yaml')}: ladder.0.to.0: must be a mail address`,
    ]);
  });
  it('says what is wrong with files together, and exits 1', async () => {
    await write('a.yaml', good('ctr_a'));
    await write('b.yaml', good('ctr_b'));
    expect(await contracts('check', folder)).toEqual({ code: 1, said: 'exactly one contract must be the default, not 0\n' });
  });
  it.each([[[]], [['appply']], [['apply']]])('called as %j says how to call it, and exits 1', async (args) => {
    const { code, said } = await contracts(...args);
    expect(code).toBe(1);
    expect(said).toContain('usage: contracts check');
  });
});
