import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
/** The command as people call it, with what it says. It needs no AWS credentials but to apply. */
const contracts = (...args: string[]) =>
  new Promise<{ code: number; out: string; said: string }>((resolve) => {
    execFile(process.execPath, ['infra/commands/contracts.ts', ...args], { cwd: root }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
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
effectiveFrom: "2020-01-01T00:00:00Z"
timeZone: Europe/Paris
languages: [en]
mailboxes: [${id.slice(4)}]
targets: [{ clock: first-response, within: 4 clock hours }]
${more}`;
const write = (name: string, yaml: string) => writeFile(join(folder, name), yaml);

describe('contracts check', () => {
  it('finds the contracts and forms that ship right, and only warns of holidays that are not known for long', async () => {
    const { code, said } = await contracts('check');
    const lines = said.trim().split('\n');
    expect(lines.filter((line) => line.endsWith(' version 1: right'))).toHaveLength(12);
    expect(lines.filter((line) => line.startsWith('form '))).toEqual([
      'form after-sales: right',
      'form contact: right',
      'form in-app: right',
    ]);
    expect(lines.filter((line) => !line.endsWith(': right') && !line.startsWith('beware: '))).toEqual([]);
    expect(code).toBe(0);
  });
  it('prints file, path and rule of every problem of every file, and exits 1', async () => {
    await write('good.yaml', good('ctr_good', 'default: true'));
    await write('bad.yaml', good('ctr_bad', 'ladder: [{ at: 0%, to: [duty] }]'));
    await write('worse.yaml', good('worse'));
    const { code, said } = await contracts('check', folder);
    expect(code).toBe(1);
    expect(said.trim().split('\n')).toEqual([
      expect.stringContaining(`${join(folder, 'bad.yaml')}: ladder.0.at: must be a share of the time from 1% to 99%`),
      `${join(folder, 'bad.yaml')}: ladder.0.to.0: must be a mail address or a role such as role:duty`,
      `${join(folder, 'worse.yaml')}: id: must begin with ctr_ and hold lower-case letters, digits and hyphens`,
    ]);
  });
  it('says what is wrong with files together, and exits 1', async () => {
    await write('a.yaml', good('ctr_a'));
    await write('b.yaml', good('ctr_b'));
    expect(await contracts('check', folder)).toEqual({
      code: 1,
      out: '',
      said: 'exactly one contract must be the default, not 0\n',
    });
  });
});

describe('contracts due', () => {
  it('explains on standard output what is promised by the contract in force at that moment', async () => {
    await write('a.yaml', good('ctr_a', 'default: true'));
    const { code, out, said } = await contracts('due', '--contract', 'ctr_a', '--at', '2026-07-14T09:00:00+02:00', folder);
    expect([code, said]).toEqual([0, '']);
    expect(out.split('\n').slice(0, 4)).toEqual([
      'ctr_a version 1 (Gold), in force since 2020-01-01T00:00:00Z, active',
      'request, normal, by email, received Tuesday, 14 July 2026 at 09:00 (Europe/Paris), 2026-07-14T07:00:00Z',
      '',
      'first-response: within 4 clock hours, due Tuesday, 14 July 2026 at 13:00 (Europe/Paris), 2026-07-14T11:00:00Z',
    ]);
  });
  it('takes the ticket’s own priority, kind and channel', async () => {
    const facts = ['--priority', 'high', '--kind', 'complaint', '--channel', 'phone'];
    const { out } = await contracts('due', '--contract', 'ctr_service-cn', ...facts, '--at', '2026-01-05T09:00:00+08:00');
    expect(out).toContain('complaint, high, by phone, received Monday, 5 January 2026 at 09:00 (Asia/Shanghai)');
  });
  it.each([
    [['--contract', 'ctr_b'], 'there is no contract ctr_b; there are ctr_a'],
    [['--contract', 'ctr_a', '--at', '2019-12-31T23:59:59Z'], 'no version of ctr_a is in force at 2019-12-31T23:59:59.000Z'],
    [['--contract', 'ctr_a', '--at', 'noon'], '--at noon: must be an instant such as 2026-03-01T00:00:00+01:00'],
    [
      ['--contract', 'ctr_a', '--priority', 'p1'],
      '--priority p1: Invalid option: expected one of "urgent"|"high"|"normal"|"low"',
    ],
  ])('called with %j says what is wrong, and exits 1', async (args, problem) => {
    await write('a.yaml', good('ctr_a', 'default: true'));
    expect(await contracts('due', ...args, folder)).toEqual({ code: 1, out: '', said: `${problem}\n` });
  });
});

describe('contracts schema', () => {
  it('prints JSON Schema and nothing else on standard output', async () => {
    const { code, out, said } = await contracts('schema');
    expect([code, said]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ type: 'object', required: expect.arrayContaining(['id', 'version', 'timeZone']) });
  });
});

describe('the command', () => {
  it.each([
    [[]],
    [['appply']],
    [['constructor']],
    [['due']],
    [['check', '--at', '2026-01-01T00:00:00Z']],
    [['apply', '--contract', 'ctr_standard']],
  ])('called as %j says how to call it, and exits 1', async (args) => {
    const { code, said } = await contracts(...args);
    expect(code).toBe(1);
    expect(said).toContain('usage: contracts check');
  });
  it('says which table it could be told to apply to', async () => {
    expect(await contracts('apply')).toMatchObject({ code: 1, said: expect.stringContaining('--table NAME') });
  });
});
