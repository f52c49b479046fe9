import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { GlobalSecondaryIndex } from '../../infra/local/dynamodb/table-definition.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { table } from '../../shared/dynamo/table.ts';
import { mailLedgerIn } from '../../shared/intake/mail-ledger.dynamo.ts';
import { messageIndexIn } from '../../shared/intake/message-index.dynamo.ts';
import type { RecordedEvent } from '../../shared/tickets/ticket-events.ts';
import { ticketQueueIn } from '../../shared/tickets/ticket-queue.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { arnOf, startDynamoDb } from '../infra/local/dynamodb/local-dynamodb.ts';
import { monday } from './builders.ts';

const { alarms, queue } = table.indexes;
const indexes: GlobalSecondaryIndex[] = [
  {
    IndexName: alarms.name,
    KeySchema: keySchema(alarms.partitionKey, alarms.sortKey),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  },
  {
    IndexName: queue.name,
    KeySchema: keySchema(queue.partitionKey, queue.sortKey),
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...queue.attributes] },
  },
];

function keySchema(partitionKey: string, sortKey: string): GlobalSecondaryIndex['KeySchema'] {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    { AttributeName: sortKey, KeyType: 'RANGE' },
  ];
}

export const tableName = 'guichet';
type Item = Record<string, unknown> & { kind: string };

/** The one table as `shared/dynamo/table.ts` describes it, empty, in an in-process DynamoDB, and the stores on it. `at` is the stores' time. */
export async function startTable(at: { time: Date } = { time: monday }) {
  const names = [table.partitionKey, table.sortKey, ...[alarms, queue].flatMap((index) => [index.partitionKey, index.sortKey])];
  const running = await startDynamoDb({
    name: tableName,
    arn: arnOf(tableName),
    keySchema: keySchema(table.partitionKey, table.sortKey),
    attributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    globalSecondaryIndexes: indexes,
    timeToLiveAttribute: table.timeToLive,
  });
  const client = DynamoDBDocumentClient.from(running.client, { marshallOptions: { removeUndefinedValues: true } });
  const now = () => at.time;
  const tickets = ticketsIn(client, tableName, () => undefined);
  return {
    client,
    at,
    now,
    tickets,
    /** The whole history of a ticket, over all its pages. */
    historyOf: async (ticketId: string) => {
      const events: RecordedEvent[] = [];
      let after: number | undefined = 0;
      while (after !== undefined) {
        const page: Awaited<ReturnType<typeof tickets.history>> = await tickets.history(ticketId, after);
        events.push(...page.events);
        after = page.next;
      }
      return events;
    },
    queue: ticketQueueIn(client, tableName),
    ledger: mailLedgerIn(client, tableName),
    messages: messageIndexIn(client, tableName),
    contracts: contractsIn(client, tableName, now),
    /** Everything in the table, or everything of one kind. */
    items: async (kind?: string): Promise<Item[]> => {
      const found: Item[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName: tableName, ExclusiveStartKey: from }));
        found.push(...(page.Items ?? []).map((item) => item as Item));
        from = page.LastEvaluatedKey;
      } while (from);
      return found.filter((item) => kind === undefined || item.kind === kind);
    },
    put: (item: Record<string, unknown>) => client.send(new PutCommand({ TableName: tableName, Item: item })),
    /** The names of the commands that the client sends from now on, with what they ask for. */
    watch: () => {
      const sent: { command: string; input: Record<string, unknown> }[] = [];
      const send = client.send.bind(client);
      client.send = ((command: { input: Record<string, unknown> }) => {
        sent.push({ command: command.constructor.name, input: command.input });
        return send(command as never);
      }) as typeof client.send;
      return sent;
    },
    stop: () => running.stop(),
  };
}
export type Table = Awaited<ReturnType<typeof startTable>>;
