import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type InboundMessage, natures } from '../../../../shared/intake/inbound-message.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { bytes, read } from './an-email.ts';

interface Case {
  id: string;
  set: string;
  file?: string;
  files?: string[];
  mbox?: string;
  input?: 'eml' | 'text' | 'html';
  disputed?: boolean;
  expect: { kind?: string; bounce?: boolean; suppress_auto_response?: boolean | null };
}

const root = sharedData('mail');
const slowestMs = 2_000;

function loadCases(folder: string): Case[] {
  const sources = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return sources.flatMap(({ name }) =>
    readdirSync(join(folder, name))
      .filter((file) => /^cases.*\.json$/.test(file))
      .flatMap((file) => JSON.parse(readFileSync(join(folder, name, file), 'utf8')) as Case[]),
  );
}

/** The mails of a case; bodies alone are put into a mail. */
function mailsOf(folder: string, { file, files, mbox, input }: Case): Uint8Array[] {
  const load = (path: string) => new Uint8Array(readFileSync(join(folder, path)));
  if (mbox)
    return Buffer.from(load(mbox))
      .toString('latin1')
      .split(/^From .*\r?\n/m)
      .slice(1)
      .map(bytes);
  if (files) return files.map(load);
  const raw = load(file ?? '');
  if (input !== 'text' && input !== 'html') return [raw];
  const head = `From: a@client.example\nSubject: Test\nContent-Type: text/${input === 'html' ? 'html' : 'plain'}; charset=utf-8\n\n`;
  return [Buffer.concat([bytes(head), raw])];
}

/** SES writes the envelope sender into Return-Path and says it in the notification. */
function envelopeOf(raw: Uint8Array) {
  const head = Buffer.from(raw.subarray(0, 4_000)).toString('latin1');
  const isNullSender = /^return-path:\s*<>/im.test(head);
  return { isNullSender, envelopeFrom: isNullSender ? '' : 'someone@sender.example' };
}

describe.skipIf(!root)('the mails of the shared test data (needs ../shared)', () => {
  const readings: { testCase: Case; inbound: InboundMessage; ms: number }[] = [];

  beforeAll(async () => {
    for (const testCase of loadCases(root ?? '')) {
      for (const raw of mailsOf(root ?? '', testCase)) {
        const started = performance.now();
        const { inbound } = await read(raw, envelopeOf(raw));
        readings.push({ testCase, inbound, ms: performance.now() - started });
      }
    }
  });

  const auto = () => readings.filter(({ testCase }) => testCase.set === 'auto' && !testCase.disputed);
  const share = (of: typeof readings, right: (inbound: InboundMessage) => boolean) =>
    of.filter(({ inbound }) => right(inbound)).length / of.length;

  it('are all read', () => {
    expect(new Set(readings.map(({ testCase }) => testCase.id)).size).toBeGreaterThanOrEqual(1_577);
  });

  it('are each read in time', () => {
    expect(readings.filter(({ ms }) => ms > slowestMs).map(({ testCase }) => testCase.id)).toEqual([]);
  });

  it('have each one nature, with a reason unless a person wrote', () => {
    for (const { inbound } of readings) {
      expect(natures).toContain(inbound.nature);
      expect(inbound.natureReason === undefined).toBe(inbound.nature === 'person');
      expect(inbound.failedDelivery !== undefined).toBe(inbound.nature === 'bounce');
    }
  });

  it('are answered automatically in at most one of twenty cases where that could start a loop', () => {
    const silent = auto().filter(({ testCase }) => testCase.expect.suppress_auto_response === true);
    expect(silent.length).toBeGreaterThan(600);
    expect(share(silent, ({ nature }) => nature !== 'person')).toBeGreaterThanOrEqual(0.95);
  });

  it('leave at most two people without an answer', () => {
    const people = auto().filter(
      ({ testCase }) => testCase.expect.kind === 'human' && testCase.expect.suppress_auto_response === false,
    );
    expect(people.length).toBeGreaterThan(190);
    expect(
      people.filter(({ inbound }) => inbound.nature !== 'person').map(({ testCase }) => testCase.id).length,
    ).toBeLessThanOrEqual(2);
  });

  it('are recognised as bounces where they are, and nowhere else', () => {
    const bounces = auto().filter(({ testCase }) => testCase.expect.bounce === true);
    expect(bounces.length).toBeGreaterThan(500);
    expect(share(bounces, ({ nature }) => nature === 'bounce')).toBeGreaterThanOrEqual(0.95);
    const people = auto().filter(({ testCase }) => testCase.expect.kind === 'human');
    expect(people.filter(({ inbound }) => inbound.nature === 'bounce').map(({ testCase }) => testCase.id)).toEqual([]);
  });
});
