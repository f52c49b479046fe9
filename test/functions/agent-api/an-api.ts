import { createHandler } from '../../../functions/agent-api/handler.ts';
import { auditIn } from '../../../shared/audit/audit.dynamo.ts';
import { admissionsIn } from '../../../shared/chat/admissions.dynamo.ts';
import { contactsIn } from '../../../shared/contacts/contacts.dynamo.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { macrosIn } from '../../../shared/macros/macros.dynamo.ts';
import { outboxIn } from '../../../shared/notices/outbox.dynamo.ts';
import { uploadsIn } from '../../../shared/notices/uploads.dynamo.ts';
import { countingIn } from '../../../shared/rates/rate.dynamo.ts';
import type { Opening } from '../../../shared/tickets/decide.ts';
import { open } from '../../../shared/tickets/decide.ts';
import type { Tickets } from '../../../shared/tickets/tickets.ts';
import { aContract, anOpening, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import { aCall, answered, type Call, context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';
import { aSubscribing } from '../../support/subscribing.ts';
import { startTable, tableName } from '../../support/table.ts';

/** Addresses that say what they are for. */
const filesOf = (bucket: ReadonlyMap<string, number>, claimed: string[]) => ({
  uploadAddress: async ({ key, type, size }: { key: string; type: string; size: number }) => ({
    url: `https://bucket.example/${key}?size=${size}`,
    headers: { 'content-type': type },
  }),
  downloadAddress: async ({ key, name, type }: { key: string; name: string; type: string }) =>
    `https://bucket.example/${key}?${new URLSearchParams({ name, type }).toString()}`,
  sizeOf: async (key: string) => bucket.get(key),
  start: async () => new Uint8Array(),
  claim: async (key: string) => {
    claimed.push(key);
  },
});

/** The agents' API on a table with one contract, half an hour after the first ticket's message came. */
export async function anApi() {
  const table = await startTable({ time: minutesLater(30) });
  await putContract(table.client, tableName, aContract());
  const { log, lines } = aLog();
  const tickets: Tickets = { ...table.tickets };
  const outbox = outboxIn(table.client, tableName, table.now);
  const bucket = new Map<string, number>();
  const claimed: string[] = [];
  const subscribing = aSubscribing(table);
  const handler = createHandler({
    ...table,
    log,
    tickets,
    outbox,
    uploads: uploadsIn(table.client, tableName, table.now),
    files: filesOf(bucket, claimed),
    contacts: contactsIn(table.client, tableName),
    macros: macrosIn(table.client, tableName),
    audit: auditIn(table.client, tableName),
    subscribing,
    release: async () => undefined,
    admissions: admissionsIn(table.client, tableName, table.now),
    counting: countingIn(table.client, tableName, table.now),
  });
  let opened = 0;
  return {
    table,
    lines,
    /** What the handler works with, for a test to put something else in its place. */
    tickets,
    outbox,
    subscribing,
    /** Sizes of what lies in the bucket. */
    bucket,
    /** Files that something names for good. */
    claimed,
    call: async (route: string, id?: string, call: Call = {}) =>
      answered(await handler(aCall(route, id, { at: table.at.time, ...call }), context)),
    aTicket: (opening: Partial<Opening> = {}) =>
      table.tickets.append(ticketIdNumber(++opened), [open(anOpening(opening), aContract(), byCustomer())]),
    events: async (id: string) => (await table.historyOf(id)).map(({ event }) => event),
  };
}
export type Api = Awaited<ReturnType<typeof anApi>>;
