import { Stream } from 'node:stream';
import type { Item } from './attribute-value.ts';
import type { Change } from './change.ts';
import { type Action, type Answer, type CheckedRequest, database, type ItemDb, type Store } from './dynalite.ts';
import { asAwsError, tableNotFound } from './errors.ts';
import type { KeyRange, SortedMap } from './sorted-map.ts';
import type { Table } from './table.ts';

/** What an action would do: its answer and the changes it asks for. Nothing is written yet. */
export interface Plan {
  answer: Answer;
  changes: Change[];
}

/** Our tables in the shape of dynalite's store. It only ever reads them: what an action writes becomes a plan. */
export interface PlanningStore extends Store {
  /** Runs one action to its end. Throws what AWS would answer. */
  plan(action: Action, request: CheckedRequest): Plan;
}

interface Current {
  changes: Change[];
  exclusiveStartKey: Item | undefined;
  /** A query's or scan's rows wait here until dynalite has attached its readers. */
  rows: { stream: Stream; values: Iterable<Item> } | undefined;
}

/** Everything calls back at once, so an action has answered when it returns and no two requests ever overlap. */
export function createPlanningStore(tables: ReadonlyMap<string, Table>): PlanningStore {
  let current: Current = { changes: [], exclusiveStartKey: undefined, rows: undefined };
  const itemDbs = new Map<Table, ItemDb>();

  const rows = (map: SortedMap<Item>, range: KeyRange): Stream => {
    const stream = new Stream();
    current.rows = { stream, values: map.range(range) };
    return stream;
  };

  const mustFind = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw tableNotFound();
    return table;
  };

  const itemDb = (table: Table): ItemDb => ({
    lock: (_key, work) => work((callback) => callback),
    get: (key, callback) => callback(null, table.items.get(key)),
    put: (key, item, callback) => {
      current.changes.push({ table, key, before: table.items.get(key), after: item });
      callback(null);
    },
    del: (key, callback) => {
      current.changes.push({ table, key, before: table.items.get(key), after: undefined });
      callback(null);
    },
    createValueStream: (range) => rows(table.items, range),
  });

  /** The table keeps its indexes itself, with keys longer than dynalite's: only reads get here, and paging starts from our key. */
  const indexDb = (table: Table, indexName: string): ItemDb => ({
    lock: (_key, work) => work((callback) => callback),
    get: (_key, callback) => callback(null),
    put: (_key, _item, callback) => callback(null),
    del: (_key, callback) => callback(null),
    createValueStream: (range) => {
      const items = table.indexItems(indexName);
      if (!items) throw new TypeError(`${table.definition.name} has no index ${indexName}`);
      const start = current.exclusiveStartKey && table.indexKey(indexName, current.exclusiveStartKey);
      if (!start) return rows(items, range);
      return rows(items, range.reverse ? { ...range, lt: start } : { ...range, gt: start });
    },
  });

  const store: PlanningStore = {
    // Sizes are ours to check: dynalite counts UTF-16 units.
    options: { maxItemSize: Number.POSITIVE_INFINITY },
    getTable: (name, checkStatus, callback) => {
      const table = tables.get(name);
      const answer = typeof checkStatus === 'function' ? checkStatus : callback;
      if (table) answer?.(null, table.description);
      else answer?.(tableNotFound());
    },
    getItemDb: (name) => {
      const table = mustFind(name);
      const known = itemDbs.get(table) ?? itemDb(table);
      itemDbs.set(table, known);
      return known;
    },
    getIndexDb: (_type, tableName, indexName) => indexDb(mustFind(tableName), indexName),
    plan: (action, request) => {
      const mine: Current = { changes: [], exclusiveStartKey: request.ExclusiveStartKey, rows: undefined };
      current = mine;
      let outcome: { error: unknown } | { answer: Answer } | undefined;
      action(store, request, (error, answer) => {
        outcome ??= error ? { error } : { answer: answer ?? {} };
      });
      if (mine.rows) {
        for (const item of mine.rows.values) {
          if (outcome) break;
          mine.rows.stream.emit('data', item);
        }
        mine.rows.stream.emit('end');
      }
      if (!outcome) throw new Error('dynalite did not answer at once');
      if ('error' in outcome) throw asAwsError(outcome.error);
      return { answer: outcome.answer, changes: mine.changes };
    },
  };
  return store;
}

/** The key of an item in its table's map. The item must have passed the table's key checks. */
export function mapKey(table: Table, item: Item): string {
  return database.createKey(item, table.description);
}
