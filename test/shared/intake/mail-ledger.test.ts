import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimLedger, dayOf, rowFor } from '../../../shared/intake/mail-ledger.ts';
import { anInboundMail, monday } from '../../support/builders.ts';
import { startTable, type Table } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

const aRow = (n = 1, receivedAt: Date = monday) =>
  rowFor(anInboundMail({ sourceId: `ses-${String(n).padStart(3, '0')}`, receivedAt }), { outcome: 'refused', reason: 'spam' });

describe('the mail ledger', () => {
  it('finds what it recorded, by day and SES id', async () => {
    const row = await table.ledger.record(aRow());
    expect(await table.ledger.find(monday, 'ses-001')).toEqual(row);
    expect(await table.ledger.find(monday, 'ses-002')).toBeUndefined();
  });
  it('keeps the first outcome and answers it to whoever comes later', async () => {
    await table.ledger.record(aRow());
    expect(await table.ledger.record({ ...aRow(), reason: 'virus' })).toMatchObject({ reason: 'spam' });
    expect(await table.items('mail')).toHaveLength(1);
  });
  it('keeps one of two outcomes that come at once, and answers it to both', async () => {
    const answers = await Promise.all(['virus', 'spam'].map((reason) => table.ledger.record({ ...aRow(), reason })));
    expect(answers[0]?.reason).toBe(answers[1]?.reason);
  });
  it('files a mail under the UTC day on which it was received, whatever the time zone of its sender', () => {
    expect(dayOf(new Date('2026-01-05T23:59:59.999Z'))).toBe('2026-01-05');
    expect(dayOf(new Date('2026-01-06T00:30:00+01:00'))).toBe('2026-01-05');
    expect(dayOf(new Date('2026-01-06T00:00:00Z'))).toBe('2026-01-06');
    expect(claimLedger(aRow()).item.pk).toBe('MAIL#2026-01-05');
  });
  it('lists a day in pages, without a gap or a repeat, and no other day', async () => {
    for (const n of [1, 2, 3, 4, 5]) await table.ledger.record(aRow(n));
    await table.ledger.record(aRow(6, new Date('2026-01-06T00:00:00Z')));
    const first = await table.ledger.list('2026-01-05', 3);
    const rest = await table.ledger.list('2026-01-05', 3, first.next);
    expect([...first.rows, ...rest.rows].map(({ sesMessageId }) => sesMessageId)).toEqual([
      'ses-001',
      'ses-002',
      'ses-003',
      'ses-004',
      'ses-005',
    ]);
    expect(rest.next).toBeUndefined();
    expect(await table.ledger.list('2026-01-07', 3)).toEqual({ rows: [], next: undefined });
  });
});
