import type { Item } from './attribute-value.ts';
import type { Table } from './table.ts';

/** One item as it was and as it shall be. Nothing is written until every change of a request is known to be allowed. */
export interface Change {
  table: Table;
  /** The item's key in the table's map. */
  key: string;
  before: Item | undefined;
  after: Item | undefined;
}
