import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowFor } from '../../../shared/intake/mail-ledger.ts';
import { sentMailLedgerIn } from '../../../shared/intake/mail-ledger-sent.dynamo.ts';
import { recipientDigest, type SentMail } from '../../../shared/intake/mail-ledger-sent.ts';
import { anInboundMail, minutesLater, monday, ticketId } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

const aSentMail = (overrides: Partial<SentMail> = {}): SentMail => ({
  sesMessageId: '0102-1',
  claimedAt: monday.toISOString(),
  kind: 'reply',
  recipient: 'Ana@Customer.example',
  ticketId,
  noticeId: '2-reply-1',
  ...overrides,
});
const at = (minutes: number) => minutesLater(minutes).toISOString();
const ledger = () => sentMailLedgerIn(table.client, tableName);
const rows = async () => (await table.ledger.list('2026-01-05', 100, undefined, 'out')).rows;

describe('the row of a mail that went out', () => {
  it('says why it was written and whom it is about, and names nobody', async () => {
    await ledger().recordSent(aSentMail(), at(1));
    expect(await rows()).toEqual([
      {
        direction: 'out',
        sesMessageId: '0102-1',
        sentAt: at(1),
        outcome: 'sent',
        reason: 'reply',
        ticketId,
        noticeId: '2-reply-1',
        recipientDigest: recipientDigest('ana@customer.example'),
      },
    ]);
    expect(JSON.stringify(await table.items('sent-mail'))).not.toMatch(/customer\.example/i);
  });
  it('is written once, and a repeat does not take back what SES said since', async () => {
    await ledger().recordSent(aSentMail(), at(1));
    await ledger().noteOutcome(aSentMail(), 'delivered', at(2));
    await ledger().recordSent(aSentMail(), at(3));
    expect(await rows()).toMatchObject([{ outcome: 'delivered', outcomeAt: at(2), sentAt: at(1) }]);
  });
  it('is written by what SES says of it, where whoever sent it died', async () => {
    await ledger().noteOutcome(aSentMail(), 'bounced', at(2));
    expect(await rows()).toMatchObject([{ outcome: 'bounced', sentAt: at(0), reason: 'reply', ticketId }]);
  });
  it('keeps the newest word, and at one moment the bad one', async () => {
    await ledger().noteOutcome(aSentMail(), 'delivered', at(5));
    await ledger().noteOutcome(aSentMail(), 'delayed', at(4));
    expect(await rows()).toMatchObject([{ outcome: 'delivered' }]);
    await ledger().noteOutcome(aSentMail(), 'bounced', at(5));
    await ledger().noteOutcome(aSentMail(), 'delivered', at(5));
    expect(await rows()).toMatchObject([{ outcome: 'bounced' }]);
  });
});

describe('a day of the ledger', () => {
  const received = (n: number) =>
    table.ledger.record(rowFor(anInboundMail({ sourceId: `ses-${n}` }), { outcome: 'refused', reason: 'spam' }));
  const paged = async (limit: number, direction?: 'in' | 'out') => {
    const ids: string[] = [];
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await table.ledger.list('2026-01-05', limit, after, direction);
      expect(page.rows.length).toBeLessThanOrEqual(limit);
      ids.push(...page.rows.map((row) => `${row.direction} ${row.sesMessageId}`));
      after = page.next;
    }
    return ids;
  };
  it.each([1, 2, 3, 4, 5, 6])('lists what came in, then what went out, in pages of %i', async (limit) => {
    for (const n of [1, 2]) await received(n);
    for (const n of [1, 2, 3]) await ledger().recordSent(aSentMail({ sesMessageId: `0102-${n}` }), at(n));
    expect(await paged(limit)).toEqual(['in ses-1', 'in ses-2', 'out 0102-1', 'out 0102-2', 'out 0102-3']);
    expect(await paged(limit, 'in')).toEqual(['in ses-1', 'in ses-2']);
    expect(await paged(limit, 'out')).toEqual(['out 0102-1', 'out 0102-2', 'out 0102-3']);
  });
  it('that saw no mail is empty in either direction', async () => {
    for (const direction of [undefined, 'in', 'out'] as const) expect(await paged(10, direction)).toEqual([]);
  });
});
