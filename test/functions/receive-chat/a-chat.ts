import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { createHandler } from '../../../functions/receive-chat/handler.ts';
import { admissionsIn } from '../../../shared/chat/admissions.dynamo.ts';
import { chatsIn } from '../../../shared/chat/chats.dynamo.ts';
import { connectionsIn } from '../../../shared/chat/connections.dynamo.ts';
import type { Posted } from '../../../shared/chat/post.ts';
import { uploadsIn } from '../../../shared/notices/uploads.dynamo.ts';
import { countingIn } from '../../../shared/rates/rate.dynamo.ts';
import { aContract, monday } from '../../support/builders.ts';
import type { Json } from '../../support/cloud.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';
import { startTable, tableName } from '../../support/table.ts';

export const chatsPerHour = 5;

/** receive-chat on an empty table, with connections that keep what is posted to them. */
export async function aChat() {
  const at = { time: monday };
  const table = await startTable(at);
  const posted = new Map<string, Json[]>();
  const gone = new Set<string>();
  const ended: string[] = [];
  const sizes = new Map<string, number>();
  const { log, lines } = aLog();
  const contracts = [
    aContract({ chat: { key: 'open' } }),
    aContract({ id: 'ctr_shop', default: false, mailboxes: [], chat: { key: 'shop', origins: ['https://shop.example'] } }),
    aContract({ id: 'ctr_mute', default: false, mailboxes: [] }),
  ];
  const admissions = admissionsIn(table.client, tableName, table.now);
  const connections = connectionsIn(table.client, tableName, table.now);
  const handler = createHandler({
    log,
    now: table.now,
    tickets: table.tickets,
    contracts: {
      all: async () => contracts,
      of: async ({ contractId }) => contracts.find(({ id }) => id === contractId) ?? aContract(),
    },
    chats: chatsIn(table.client, tableName, table.now),
    connections,
    admissions,
    post: {
      send: async (id, message): Promise<Posted> => {
        if (gone.has(id)) return 'gone';
        posted.set(id, [...(posted.get(id) ?? []), JSON.parse(JSON.stringify(message))]);
        return 'posted';
      },
      end: async (id) => {
        ended.push(id);
      },
    },
    uploads: uploadsIn(table.client, tableName, table.now),
    files: {
      uploadAddress: async ({ key }) => ({ url: `https://files.example/${key}`, headers: {} }),
      downloadAddress: async ({ key }) => `https://files.example/${key}`,
      sizeOf: async (key) => sizes.get(key),
      start: async () => Buffer.alloc(0),
      claim: async () => undefined,
    },
    counting: countingIn(table.client, tableName, table.now),
    chatsPerHour,
  });
  const event = (routeKey: string, connectionId: string, more: object): object => ({
    requestContext: {
      routeKey,
      connectionId,
      requestTimeEpoch: at.time.getTime(),
      identity: { sourceIp: '192.0.2.1' },
    },
    ...more,
  });
  const call = (received: object) => handler(received, context);
  return {
    table,
    at,
    posted,
    gone,
    ended,
    sizes,
    lines,
    admissions,
    connections,
    connect: (id: string, queryStringParameters?: Record<string, string>, headers?: Record<string, string>) =>
      call(event('$connect', id, { queryStringParameters, headers })),
    disconnect: (id: string) => call(event('$disconnect', id, {})),
    /** Takes away what has expired by now, as time-to-live does in the end. */
    expire: async () => {
      for (const { pk, sk, expiresAt } of await table.items())
        if (Number(expiresAt) < at.time.getTime() / 1000)
          await table.client.send(new DeleteCommand({ TableName: tableName, Key: { pk, sk } }));
    },
    /** Sends a message and answers the last thing that its connection was told. */
    ask: async (id: string, message: unknown): Promise<Json> => {
      await call(event('$default', id, { body: typeof message === 'string' ? message : JSON.stringify(message) }));
      return posted.get(id)?.at(-1);
    },
    /** A visitor on this connection, whose chat has just started. */
    visitor: async (id: string, start: object = {}): Promise<Json> => {
      await call(event('$connect', id, {}));
      await call(event('$default', id, { body: JSON.stringify({ action: 'start', ...start }) }));
      return posted.get(id)?.at(-1);
    },
  };
}
export type AChat = Awaited<ReturnType<typeof aChat>>;
