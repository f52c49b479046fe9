import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusMails } from '../bench/mail-reading-mails.ts';
import type { Reading } from './mail-fuzz-worker.ts';

/** 20,000 mails that nobody would send. Each is read in a thread of its own that may neither hang nor take more memory than this. */
const longestMs = 2_000;
const mostMegabytes = 256;
const runs = { made: 8_000, samples: 4_000, corpus: 8_000 };
/** Mails of the corpus up to so many bytes; larger ones are read whole by other tests. */
const largest = 200_000;

let worker: Worker;
beforeAll(async () => {
  worker = new Worker(new URL('mail-fuzz-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  await once(worker, 'online');
});
afterAll(async () => {
  await worker.terminate();
});

async function expectSound(raw: Uint8Array): Promise<void> {
  worker.postMessage(raw);
  const answer = await once(worker, 'message', { signal: AbortSignal.timeout(longestMs * 5) });
  const { ms, faults } = answer[0] as Reading;
  expect(faults).toEqual([]);
  expect(ms).toBeLessThan(longestMs);
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** What the grammar of mail is made of, right and wrong. */
const fragment = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '\r\n',
      '\n',
      '\r',
      '\r\n\r\n',
      ' ',
      '\t',
      ';',
      '"',
      '=',
      '<',
      '>',
      '(',
      ')',
      '--b',
      '--b--',
      '--b--\r\n',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n',
      'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n',
      'Content-Type: text/html; charset=utf-7\r\n\r\n',
      'Content-Type: text/plain; charset=iso-2022-kr; format=flowed; delsp=yes\r\n\r\n',
      'Content-Type: message/rfc822\r\n\r\n',
      'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgEA',
      'Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\n',
      'Content-Disposition: attachment; filename*0*=utf-8\'\'..%2f; filename*1="\\..\\x"\r\n',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      'Subject: =?utf-8?Q?=C3?= =?x?B?=?=\r\n',
      'From: "a" <a@b.example>\r\n',
      'References: <a@b><c@d\r\n',
      'begin 644 x\r\n#0V%T\r\n`\r\nend\r\n',
      '-----Original Message-----\r\nFrom: a\r\n',
      'On Mon, 5 Jan 2026, Ana wrote:\r\n> ',
      '<blockquote><div class="gmail_quote">',
      '<svg><style><p style="x:url(',
      '<!--',
      '<a x=">"',
      "<b y='>'",
      '="',
      '>"',
    ),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw).toString('latin1')) },
);

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 4_000 })),
  put: fragment,
  times: fc.oneof(fc.constant(1), fc.nat({ max: 50 })),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutated(mail: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let raw = Buffer.from(mail);
  for (const { at, cut, put, times } of mutations) {
    const from = Math.floor(at * raw.length);
    raw = Buffer.concat([raw.subarray(0, from), bytes(put.repeat(times)), raw.subarray(from + cut)]);
  }
  return new Uint8Array(raw);
}

const mutatedFrom = (mails: readonly Uint8Array[]) =>
  fc
    .tuple(fc.nat({ max: mails.length - 1 }), fc.array(mutation, { minLength: 1, maxLength: 6 }))
    .map(([which, mutations]) => mutated(mails[which]!, mutations));

const samples = join(import.meta.dirname, '..', 'samples', 'mail');
const own = readdirSync(samples).map((name) => new Uint8Array(readFileSync(join(samples, name))));
const theirs = corpusMails()
  .map((file) => new Uint8Array(readFileSync(file)))
  .filter(({ length }) => length <= largest);

describe('mail that nobody would send', { timeout: 600_000 }, () => {
  it(`made of pieces of the grammar, ${runs.made} times`, async () => {
    const made = fc.array(fragment, { maxLength: 60 }).map((pieces) => new Uint8Array(bytes(pieces.join(''))));
    await fc.assert(fc.asyncProperty(made, expectSound), { numRuns: runs.made });
  });

  it(`mutated from our samples, ${runs.samples} times`, async () => {
    await fc.assert(fc.asyncProperty(mutatedFrom(own), expectSound), { numRuns: runs.samples });
  });

  it(`mutated from the mails of peers, ${runs.corpus} times`, async () => {
    await fc.assert(fc.asyncProperty(mutatedFrom(theirs), expectSound), { numRuns: runs.corpus });
  });
});
