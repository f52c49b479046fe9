import { sameItem } from './attribute-value.ts';
import type { Change } from './change.ts';
import type { StreamRecord } from './stream-record.ts';
import type { Table } from './table.ts';

/**
 * Writes the changes of one request, all in one turn of the event loop, so that no reader ever sees half of them. The stream records
 * are built first: what can fail has failed before the first item is touched. A change that changes nothing leaves no record.
 */
export function commit(changes: Change[], now: number, byTimeToLive = false): void {
  const real = changes.filter(({ before, after }) => (before && after ? !sameItem(before, after) : before !== after));
  const records = new Map<Table, StreamRecord[]>();
  for (const { table, before, after } of real) {
    const image = after ?? before;
    if (!table.stream || !image) continue;
    const record = table.stream.prepare({ keys: table.keyOf(image), before, after }, now, byTimeToLive);
    records.set(table, [...(records.get(table) ?? []), record]);
  }
  for (const change of real) change.table.apply(change);
  for (const [table, added] of records) table.stream?.publish(added, now);
}
