import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createActivity } from '../../../../infra/local/activity.ts';
import { createDynamoDb, type LocalDynamoDb, type TableDefinition } from '../../../../infra/local/dynamodb/dynamodb.ts';
import { AwsError, type AwsRequest } from '../../../../infra/local/service.ts';
import { createVirtualClock, type VirtualClock } from '../../../../infra/local/virtual-clock.ts';

export const account = '000000000000';
export const region = 'eu-west-1';
export const arnOf = (table: string) => `arn:aws:dynamodb:${region}:${account}:table/${table}`;

/** A table with both keys, two indexes, a stream and a time to live. */
export function aTable(overrides: Partial<TableDefinition> = {}): TableDefinition {
  const name = overrides.name ?? 'tickets';
  return {
    name,
    arn: arnOf(name),
    keySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    attributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'queue', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'N' },
    ],
    globalSecondaryIndexes: [
      {
        IndexName: 'by-due',
        KeySchema: [
          { AttributeName: 'queue', KeyType: 'HASH' },
          { AttributeName: 'due', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['subject'] },
      },
      {
        IndexName: 'by-queue',
        KeySchema: [{ AttributeName: 'queue', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    stream: { viewType: 'NEW_AND_OLD_IMAGES' },
    timeToLiveAttribute: 'expires',
    ...overrides,
  };
}

export type WireItem = Record<string, AttributeValue>;

export const aKey = (pk: string, sk = 'a'): WireItem => ({ pk: { S: pk }, sk: { S: sk } });

export interface Running {
  dynamo: LocalDynamoDb;
  clock: VirtualClock;
  client: DynamoDBClient;
  stop(): Promise<void>;
}

/** The local DynamoDB behind a small HTTP server, so that the real SDK client proves the wire format. */
export async function startDynamoDb(...tables: TableDefinition[]): Promise<Running> {
  const activity = createActivity();
  const clock = createVirtualClock(activity, (error) => {
    throw error;
  });
  const dynamo = createDynamoDb({ account, region, clock, activity });
  for (const table of tables) await dynamo.createTable(table);

  const server = createServer((incoming, outgoing) => void answer(dynamo, incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    dynamo,
    clock,
    client,
    stop: async () => {
      client.destroy();
      clock.stop();
      await dynamo.stop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(dynamo: LocalDynamoDb, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const request = aRequest(String(incoming.headers['x-amz-target']), Buffer.concat(chunks));
  try {
    dynamo.service.requirements(request);
    const { status, headers, body } = await dynamo.service.handle(request);
    outgoing.writeHead(status, headers).end(body);
  } catch (error) {
    const { code, status, details, message } =
      error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
    const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message, ...details });
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  }
}

export function aRequest(target: string, body: Buffer | Record<string, unknown>): AwsRequest {
  return {
    principal: { type: 'account' },
    service: 'dynamodb',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target },
    body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  };
}

/** What the SDK rejects with: `{ name, message, CancellationReasons?, Item? }`. */
export async function refusal(sending: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('the request was not refused');
  return outcome as Error & Record<string, unknown>;
}
