import type { Activity } from '../activity.ts';
import { type Service, unknownOperation } from '../service.ts';
import type { Timer, VirtualClock } from '../virtual-clock.ts';
import type { Change } from './change.ts';
import { commit } from './commit.ts';
import { describeTable, listTables } from './describe-tables.ts';
import { type Answer, isDynaliteOperation } from './dynalite.ts';
import { createPlanningStore } from './dynalite-store.ts';
import { createIdempotencyTokens } from './idempotency-tokens.ts';
import { check, checkKeys, plan, type Tables } from './item-operations.ts';
import { requirementsOf } from './requirements.ts';
import { Table } from './table.ts';
import type { TableDefinition } from './table-definition.ts';
import type { TableStream } from './table-stream.ts';
import { transactGet } from './transact-get.ts';
import { transactWrite } from './transact-write.ts';
import { readCall, respond } from './wire.ts';

export type { StreamRecord } from './stream-record.ts';
export type { TableDefinition } from './table-definition.ts';
export type { TableStream } from './table-stream.ts';

/** AWS deletes expired items within a few days; here a sweep takes them within ten minutes of the virtual clock. */
export const sweepPeriod = 10 * 60_000;

export interface LocalDynamoDb {
  service: Service;
  /** Rejects a second table of the same name. */
  createTable(definition: TableDefinition): Promise<void>;
  stream(streamArn: string): TableStream | undefined;
  stop(): Promise<void>;
}

/**
 * DynamoDB in memory: dynalite's validation, expressions and actions over tables of our own, with transactions, streams and time to
 * live. A request is planned, then written, within one turn of the event loop, so requests never see each other half done.
 */
export function createDynamoDb(options: {
  account: string;
  region: string;
  clock: VirtualClock;
  activity: Activity;
}): LocalDynamoDb {
  const { account, region, clock, activity } = options;
  const byName = new Map<string, Table>();
  const tables: Tables = { byName, store: createPlanningStore(byName) };
  const tokens = createIdempotencyTokens();
  const tableArn = (name: string) => byName.get(name)?.definition.arn ?? `arn:aws:dynamodb:${region}:${account}:table/${name}`;

  const run = (operation: string, body: Record<string, unknown>): Answer => {
    if (operation === 'TransactWriteItems') return transactWrite(body, tables, tokens, clock.now());
    if (operation === 'TransactGetItems') return transactGet(body, tables);
    if (operation === 'DescribeTable') return describeTable(body, byName);
    if (operation === 'ListTables') return listTables(body, byName);
    if (!isDynaliteOperation(operation)) throw unknownOperation('DynamoDB', operation);
    const checked = check(operation, body, tables.store);
    checkKeys(checked, tables);
    const planned = plan(checked, tables);
    commit(planned.changes, clock.now());
    return planned.answer;
  };

  const sweep = () => {
    const now = clock.now();
    for (const table of byName.values()) {
      table.stream?.trim(now);
      const changes = (table.timeToLive?.expired(now) ?? []).map((key): Change => {
        return { table, key, before: table.items.get(key), after: undefined };
      });
      if (changes.length > 0) commit(changes, now, true);
    }
  };
  const sweeping: Timer = clock.every(sweepPeriod, 'DynamoDB time to live', sweep);

  return {
    service: {
      name: 'dynamodb',
      errorFormat: 'json',
      deniedStatus: 400,
      requirements: (request) => requirementsOf(readCall(request), { tables: byName, tableArn }),
      handle: (request) => {
        return activity.track('DynamoDB request', async () => {
          const { operation, body } = readCall(request);
          return respond(run(operation, body));
        });
      },
    },
    createTable: async (definition) => {
      if (byName.has(definition.name)) throw new Error(`there is already a table ${definition.name}`);
      byName.set(definition.name, new Table(definition, region));
    },
    stream: (streamArn) => {
      for (const { stream } of byName.values()) if (stream?.arn === streamArn) return stream;
      return undefined;
    },
    stop: async () => sweeping.cancel(),
  };
}
