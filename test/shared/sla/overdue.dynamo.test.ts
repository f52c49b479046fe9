import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmShard, keys, shardOf, shards } from '../../../shared/dynamo/table.ts';
import type { Ringing } from '../../../shared/sla/alarms.ts';
import { overdueAlarms } from '../../../shared/sla/overdue.dynamo.ts';
import { open } from '../../../shared/tickets/decide.ts';
import { aContract, anOpening, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

let table: Table;
beforeEach(async () => {
  table = await startTable();
});
afterEach(() => table.stop());

/** Its first alarm, at half of four hours, is due `n` minutes after 10:00. */
const openTicket = (n: number) =>
  table.tickets.append(ticketIdNumber(n), [open(anOpening(), aContract(), byCustomer(minutesLater(n)))]);
/** `n` tickets that wait for an alarm at this moment, as lean as the index sees them. */
const waiting = (n: number, alarmAt: string, shard?: number) =>
  Promise.all(
    Array.from({ length: n }, (_, i) => {
      const id = ticketIdNumber(i);
      return table.put({ ...keys.ticket(id), kind: 'ticket', id, alarmShard: alarmShard(shard ?? shardOf(id)), alarmAt });
    }),
  );
async function overdue(until: string): Promise<Ringing[]> {
  const found: Ringing[] = [];
  for await (const alarms of overdueAlarms(table.client, tableName, until)) found.push(...alarms);
  return found;
}

describe('overdue alarms', () => {
  it('are those due at or before the moment, to the second', async () => {
    await openTicket(0);
    expect(await overdue('2026-01-05T09:59:59Z')).toEqual([]);
    expect(await overdue('2026-01-05T10:00:00Z')).toEqual([{ ticketId: ticketIdNumber(0), alarmAt: '2026-01-05T10:00:00Z' }]);
  });
  it('are found in every shard', async () => {
    for (let n = 0; n < 12; n++) await openTicket(n);
    const found = await overdue('2026-01-05T10:30:00Z');
    expect(new Set(found.map(({ ticketId }) => ticketId)).size).toBe(12);
    expect(new Set(found.map(({ ticketId }) => shardOf(ticketId))).size).toBe(shards);
  });
  it('do not include what waits for nothing', async () => {
    await table.tickets.append(ticketIdNumber(1), [open(anOpening({ nature: 'bulk' }), aContract(), byCustomer())]);
    expect(await overdue('2036-01-05T10:30:00Z')).toEqual([]);
  });
  it('are all found over several pages', async () => {
    await waiting(60, '2026-01-05T10:00:00Z', 2);
    const send = table.client.send.bind(table.client);
    let pages = 0;
    // DynamoDB ends a page at 1 MB, which takes some ten thousand of these entries; a limit ends it sooner.
    table.client.send = ((command: { input: { Limit?: number } }) => {
      command.input.Limit = 25;
      pages++;
      return send(command as never);
    }) as typeof send;
    expect(new Set((await overdue('2026-01-05T10:00:00Z')).map(({ ticketId }) => ticketId)).size).toBe(60);
    expect(pages).toBe(shards - 1 + 3);
  });
  it('cost nothing for tickets that are not due: the index is asked for its due part only', async () => {
    await waiting(200, '2026-02-01T00:00:00Z');
    const sent = table.watch();
    expect(await overdue('2026-01-05T10:00:00Z')).toEqual([]);
    expect(sent).toHaveLength(shards);
    for (const { command, input } of sent) {
      expect(command).toBe('QueryCommand');
      expect(input.FilterExpression).toBeUndefined();
      expect(input.KeyConditionExpression).toBe('alarmShard = :shard AND alarmAt <= :until');
    }
  });
  it('are the only entries read, however many others wait: what it costs grows with what is due', async () => {
    for (let n = 0; n < 7; n++) await openTicket(n);
    const send = table.client.send.bind(table.client);
    let read = 0;
    table.client.send = (async (command: { input: object }) => {
      const page = (await send(command as never)) as { ScannedCount?: number };
      read += page.ScannedCount ?? 0;
      return page;
    }) as typeof send;
    const readFor = async () => {
      read = 0;
      expect(await overdue('2026-01-05T10:30:00Z')).toHaveLength(7);
      return read;
    };
    expect(await readFor()).toBe(7);
    for (const n of Array.from({ length: 2000 }, (_, i) => i)) {
      const id = ticketIdNumber(100 + n);
      await table.put({
        ...keys.ticket(id),
        kind: 'ticket',
        id,
        alarmShard: alarmShard(shardOf(id)),
        alarmAt: '2026-01-05T10:30:01Z',
      });
    }
    expect(await readFor()).toBe(7);
  });
});
