import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPartnerFolder } from '../../../../infra/commands/partners/read-folder.ts';
import { command } from '../../../support/command.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-partners-'));
});
afterEach(() => rm(folder, { recursive: true }));

const right = 'id: prt_relay\nname: Relay\ncontact: ops@relay.example\nquota: { perMinute: 60 }\n';
const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe('partner files', () => {
  it('of this repository are right', async () => {
    const partners = await readPartnerFolder('contracts/partners');
    expect(partners.map(({ id }) => id)).toEqual(['prt_relais-telecom', 'prt_tickethub']);
  });

  it.each([
    [
      'id: relay',
      right.replace('prt_relay', 'relay'),
      'id: must be prt_ and letters, digits and hyphens, such as prt_relais-telecom',
    ],
    ['a quota of nothing', right.replace('60', '0'), 'quota.perMinute: must be at least 1'],
    ['a quota beyond ours', right.replace('60', '30001'), 'quota.perMinute: must be at most 30000'],
    ['no contact', right.replace(/contact.*\n/, ''), 'contact: must be a mail address'],
    ['a slip of the pen', `${right}acknowlege: true\n`, 'acknowlege: means nothing here'],
    [
      'a mapping to nowhere',
      `${right}mapping: { state.asked: { set: { data.colour: /c } } }\n`,
      'mapping.state.asked.set.data.colour:',
    ],
    ['no YAML', 'id: [', 'Flow sequence'],
  ])('with %s are refused with file, place and rule', async (_, text, rule) => {
    await write('relay.yaml', text);
    await expect(readPartnerFolder(folder)).rejects.toThrow(rule);
    await expect(readPartnerFolder(folder)).rejects.toThrow(join(folder, 'relay.yaml'));
  });

  it('tell every problem of every file, and no id twice', async () => {
    await write('a.yaml', right);
    await write('b.yaml', right);
    await write('c.yaml', right.replace('60', '-1'));
    await expect(readPartnerFolder(folder)).rejects.toThrow(
      /b\.yaml: id: prt_relay is another file's already\n.*c\.yaml: quota/s,
    );
  });

  it('may ask for exactly the greatest quota', async () => {
    await write('a.yaml', right.replace('60', '30000'));
    expect(await readPartnerFolder(folder)).toHaveLength(1);
  });
});

describe('npm run partners', () => {
  it('checks without any account', async () => {
    expect(await command('partners', ['check'])).toMatchObject({ code: 0, out: '' });
  });

  it.each([[['apply']], [['apply', '--table', 'guichet']], [['apply', '--local', '--secrets', 'x/']], [['revoke', 'prt_relay']]])(
    'says how it is used: %j',
    async (args) => {
      const { code, err } = await command('partners', args);
      expect([code, err]).toEqual([1, expect.stringContaining('usage: partners check')]);
    },
  );
});
