import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostHeaderBytes } from '../../../../shared/intake/email/header-block.ts';
import { deepestNesting, mostParts } from '../../../../shared/intake/email/mime-tree.ts';
import { longestText, mostAttachments, natures } from '../../../../shared/intake/inbound-message.ts';
import { aMail, bytes, read, sample } from './an-email.ts';

const megabyte = 1024 * 1024;
const names = [
  'plain-8bit',
  'quoted-printable',
  'base64-with-files',
  'html-only',
  'header-injection',
  'malformed',
  'bounce-standard',
  'complaint',
];

async function isSound(raw: Uint8Array): Promise<void> {
  const { inbound, files } = await read(raw);
  const { message } = inbound;
  expect(natures).toContain(inbound.nature);
  expect(message.from.address).toMatch(/^[^\s@]+@[^\s@]+$/);
  expect(message.text.length).toBeLessThanOrEqual(longestText);
  expect(message.text.isWellFormed()).toBe(true);
  expect([inbound.subject, message.from.name, ...message.attachments.map(({ name }) => name)].join('')).not.toMatch(/\p{Cc}/u);
  const kept = [...message.attachments.map(({ key }) => key), ...(message.htmlKey ? [message.htmlKey] : [])];
  expect(files.map(({ key }) => key)).toEqual(kept);
}

/** A mail of this size: the head, then the unit over and over. */
function filled(head: string, unit: string, size: number): Uint8Array {
  const raw = new Uint8Array(size);
  const start = bytes(head);
  raw.set(start);
  Buffer.from(raw.buffer).fill(unit, start.length);
  return raw;
}

describe('hostile mail', () => {
  it('is read whatever the bytes are', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), isSound));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (body) => isSound(Buffer.concat([aMail([], ''), body]))),
    );
  });

  it('is read however the sample mails are mutilated', async () => {
    const mutation = fc.record({
      name: fc.constantFrom(...names),
      at: fc.nat(),
      length: fc.nat({ max: 40 }),
      put: fc.uint8Array({ maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        let raw = sample(mutations[0]?.name ?? 'malformed');
        for (const { at, length, put } of mutations) {
          const from = at % (raw.length + 1);
          raw = new Uint8Array(Buffer.concat([raw.subarray(0, from), put, raw.subarray(from + length)]));
        }
        await isSound(raw);
      }),
      { numRuns: 300 },
    );
  });

  it('of 40 MB, the most that SES takes, comes through whole', async () => {
    const file = randomBytes(29 * megabyte);
    const lines = file.toString('base64').replace(/.{76}/g, '$&\r\n');
    const head = aMail(
      ['Content-Type: multipart/mixed; boundary=b'],
      '--b\n\nSee the file.\n--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n',
    );
    const { inbound, files, problems } = await read(Buffer.concat([head, Buffer.from(`${lines}\r\n--b--\r\n`)]));
    expect(inbound.message.text).toBe('See the file.');
    expect(Buffer.compare(files[0]?.content ?? new Uint8Array(), file)).toBe(0);
    expect(problems).toEqual([]);
  });

  it.each([
    ['one line of text', '', 'a'],
    ['short lines', '', 'a\r\n'],
    ['line feeds', '', '\n'],
    ['quotes', '', '> '],
    ['attributions', '', 'On Mon, Jan 5, 2026 at 3:00 PM Ana <a@b.example> wrote:\n'],
    ['flowing lines', 'Content-Type: text/plain; format=flowed\n', 'a \n'],
    ['beginnings of uuencode', '', 'begin 644 a\n'],
    ['blanks in quoted-printable', 'Content-Transfer-Encoding: quoted-printable\n', ' \t'],
    ['UTF-7', 'Content-Type: text/plain; charset=utf-7\n', '+AAA'],
    ['tags', 'Content-Type: text/html\n', '<div><b x=y>a&amp;'],
    ['beginnings of tags', 'Content-Type: text/html\n', '<'],
    ['tags that end in a quote', 'Content-Type: text/html\n', '<a x=">"'],
    ['tags that end in two kinds of quotes', 'Content-Type: text/html\n', `<a x='>'<b y=">"`],
    ['HTML quotes', 'Content-Type: text/html\n', '<blockquote>a'],
    ['boundaries', 'Content-Type: multipart/mixed; boundary=b\n', '--b\r\n'],
    ['parts', 'Content-Type: multipart/mixed; boundary=b\n', '--b\n\nWords.\n'],
    [
      'multiparts that lost their boundary',
      'Content-Type: multipart/mixed; boundary=b\n',
      '--b\nContent-Type: multipart/mixed\n\n',
    ],
    [
      'multiparts with lines and no boundary',
      'Content-Type: multipart/mixed; boundary=b\n',
      `--b\nX-A: b\nContent-Type: multipart/mixed\n\n${'a\n'.repeat(700)}`,
    ],
  ])('of 40 MB of %s ends soon and takes little more memory than it has', async (_, head, unit) => {
    const raw = filled(`From: a@client.example\nSubject: Big\n${head}\n`, unit, 40 * megabyte);
    const before = process.memoryUsage.rss();
    const started = performance.now();
    const { inbound } = await read(raw);
    expect(inbound.subject).toBe('Big');
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(3 * raw.length);
  });

  it.each([
    [1_999_998, []],
    [2_100_000, ['text-cut']],
  ])('of %i characters of text: %j', async (length, problems) => {
    expect((await read(aMail([], 'a'.repeat(length)))).problems).toEqual(problems);
  });

  it.each([
    [mostParts - 1, []],
    [mostParts, ['text-cut']],
  ])('of %i parts: %j', async (parts, problems) => {
    const { inbound, ...rest } = await read(aMail(['Content-Type: multipart/mixed; boundary=b'], '--b\n\nA\n'.repeat(parts)));
    expect(rest.problems).toEqual(problems);
    expect(inbound.message.text.startsWith('A')).toBe(true);
  });

  it('with 10,000 attachments keeps the first', async () => {
    const part = '--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0xLjQK\n';
    const { inbound, files } = await read(aMail(['Content-Type: multipart/mixed; boundary=b'], part.repeat(10_000)));
    expect(files).toHaveLength(mostAttachments);
    expect(inbound.message.attachmentsCut).toBe(true);
  });

  it.each([
    [deepestNesting - 1, []],
    [deepestNesting + 1, ['malformed']],
    [5_000, ['malformed']],
  ])('nested %i levels deep is read: %j', async (levels, problems) => {
    const body = Array.from({ length: levels }, (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n\n`).join(
      '',
    );
    const { inbound, ...rest } = await read(
      aMail(['Content-Type: multipart/mixed; boundary=b0'], `${body}--b${levels}\n\nInnermost.`),
    );
    expect(rest.problems).toEqual(problems);
    expect(inbound.message.text.includes('Innermost.') || inbound.message.textCut).toBe(true);
  });

  it('with enclosed messages in enclosed messages takes the outermost as one file', async () => {
    const { inbound } = await read(aMail(['Content-Type: message/rfc822'], 'Content-Type: message/rfc822\n\n'.repeat(1_000)));
    expect(inbound.message.attachments).toHaveLength(1);
  });

  it('with headers beyond their limit is still somebody and says something', async () => {
    const fields = 'X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n';
    const within = await read(bytes(`From: a@client.example\nSubject: Bomb\n${fields.repeat(4_000)}\nWords.`));
    expect(within.problems).toEqual([]);
    const beyond = await read(
      bytes(`From: a@client.example\nSubject: Bomb\n${fields.repeat(mostHeaderBytes / fields.length + 1)}\nWords.`),
    );
    expect(beyond.inbound).toMatchObject({ subject: 'Bomb', message: { from: { address: 'a@client.example' }, text: 'Words.' } });
    expect(beyond.problems).toEqual(['malformed']);
  });

  it.each([
    ['To', 'a@b.example,'],
    ['To', '('],
    ['To', '<'],
    ['From', '"a\\'],
    ['Cc', 'a:b;'],
    ['References', '<a@b'],
    ['In-Reply-To', '(<a@b>'],
    ['Subject', '=?utf-8?Q?=C3?= '],
    ['Subject', 'deliver fail '],
    ['Date', '('],
    ['Content-Type', 'text/plain; a*0=b;'],
    ['Auto-Submitted', '(no'],
  ])('with a %s field of 200 KB of %s ends soon', async (name, unit) => {
    await isSound(bytes(`${name}: ${unit.repeat(200_000 / unit.length)}\n\nWords.`));
  });
});
