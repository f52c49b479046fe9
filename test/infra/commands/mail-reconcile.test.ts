import { beforeEach, describe, expect, it } from 'vitest';
import { type ReconcileOptions, reconcile, type StoredObject, summary } from '../../../infra/commands/mail-reconcile.ts';
import { type MailRow, rowFor } from '../../../shared/intake/mail-ledger.ts';
import { anInboundMail, minutesLater, monday } from '../../support/builders.ts';

const object = (id: string, storedAt: Date = monday): StoredObject => ({ key: `inbound/${id}`, storedAt });
const key = (receivedAt: Date, id: string) => `${receivedAt.toISOString().slice(0, 10)} ${id}`;

let rows: Map<string, MailRow>;
let announced: string[];
let said: string[];
let refuse: (key: string) => boolean;
let takesIn: boolean;
beforeEach(() => {
  rows = new Map();
  announced = [];
  said = [];
  refuse = () => false;
  takesIn = true;
});

const record = (id: string, receivedAt: Date = monday) =>
  rows.set(key(receivedAt, id), rowFor(anInboundMail({ sourceId: id, receivedAt }), { outcome: 'ticket', reason: 'new' }));
const run = (pages: StoredObject[][], options: Partial<ReconcileOptions> = {}) =>
  reconcile(
    {
      pages: (async function* () {
        yield* pages;
      })(),
      find: async (receivedAt, id) => rows.get(key(receivedAt, id)),
      announce: async ({ key: at, storedAt }) => {
        if (refuse(at)) throw new Error('AccessDenied');
        announced.push(at);
        if (takesIn) record(at.replace('inbound/', ''), storedAt);
      },
      say: (line) => said.push(line),
    },
    { settledBefore: minutesLater(60), dryRun: false, waitSeconds: 0, ...options },
  );

describe('reconciling the bucket with the ledger', () => {
  it('takes in again what has no row, and nothing the second time', async () => {
    record('a');
    const pages = [[object('a'), object('b')], [object('c')]];
    expect(await run(pages)).toEqual({ stored: 3, accounted: 1, recovered: 2, onTheirWay: 0, unaccounted: 0 });
    expect(announced).toEqual(['inbound/b', 'inbound/c']);
    expect(await run(pages)).toMatchObject({ accounted: 3, recovered: 0 });
    expect(announced).toHaveLength(2);
  });
  it('counts a mail that SES took before midnight and stored after it', async () => {
    record('late', new Date('2026-01-04T23:59:59Z'));
    expect(await run([[object('late', new Date('2026-01-05T00:00:03Z'))]])).toMatchObject({ accounted: 1, recovered: 0 });
  });
  it('passes over the object by which SES tried the rule', async () => {
    expect(await run([[object('AMAZON_SES_SETUP_NOTIFICATION')]])).toMatchObject({ stored: 0, unaccounted: 0 });
  });
  it('leaves alone what may still be on its way', async () => {
    const at = { settledBefore: monday };
    expect(await run([[object('a'), object('b', minutesLater(1))]], at)).toMatchObject({ recovered: 1, onTheirWay: 1 });
  });
  it('looks at the days that are asked for, both included', async () => {
    const days = ['2026-01-04', '2026-01-05', '2026-01-06', '2026-01-07'];
    const pages = [days.map((day) => object(day, new Date(`${day}T12:00:00Z`)))];
    await run(pages, { from: '2026-01-05', to: '2026-01-06', settledBefore: new Date('2027-01-01') });
    expect(announced).toEqual(['inbound/2026-01-05', 'inbound/2026-01-06']);
  });
  it('only says what it would do when it is dry', async () => {
    expect(await run([[object('b')]], { dryRun: true })).toMatchObject({ recovered: 0, unaccounted: 1 });
    expect([announced, said]).toEqual([[], ['inbound/b, stored 2026-01-05T08:00:00.000Z, is not in the ledger']]);
  });
  it('says what it cannot account for: odd keys, refused messages, rows that do not come', async () => {
    refuse = (at) => at.endsWith('/refused');
    takesIn = false;
    expect(await run([[object('a/b'), object('refused'), object('slow')]])).toMatchObject({ recovered: 0, unaccounted: 3 });
    expect(said).toEqual([
      expect.stringContaining('a/b is no key'),
      expect.stringContaining('refused could not be announced: Error: AccessDenied'),
      expect.stringContaining('no row yet'),
    ]);
  });
  it('goes through many without keeping them all', async () => {
    const pages = Array.from({ length: 5 }, (_, page) => Array.from({ length: 1000 }, (_, n) => object(`m${page}-${n}`)));
    expect(await run(pages)).toMatchObject({ stored: 5000, recovered: 5000 });
  });
  it('sums up in one line', async () => {
    expect(summary(await run([[object('b')]]))).toBe(
      '1 mails stored, 0 in the ledger, 1 taken in again, 0 still on their way, 0 not accounted for',
    );
  });
});
