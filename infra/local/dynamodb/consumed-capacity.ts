import type { Item } from './attribute-value.ts';
import { itemSize } from './item-size.ts';

/** Bytes that one capacity unit covers. */
const bytesPerUnit = { read: 4096, write: 1024 };

/** A transaction uses two units where a single request uses one. Index writes are not counted. */
export function transactionCapacity(
  kind: 'read' | 'write',
  items: { tableName: string; item: Item | undefined }[],
): Record<string, unknown>[] {
  const units = new Map<string, number>();
  for (const { tableName, item } of items) {
    const used = 2 * Math.max(1, Math.ceil((item ? itemSize(item) : 0) / bytesPerUnit[kind]));
    units.set(tableName, (units.get(tableName) ?? 0) + used);
  }
  return [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    [kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits']: CapacityUnits,
  }));
}

export function wantsCapacity(body: Record<string, unknown>): boolean {
  return body.ReturnConsumedCapacity === 'TOTAL' || body.ReturnConsumedCapacity === 'INDEXES';
}
