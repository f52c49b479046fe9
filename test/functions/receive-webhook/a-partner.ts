import type { WebhookEvent } from '../../../functions/receive-webhook/authentic.ts';
import { createHandler } from '../../../functions/receive-webhook/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { createLog } from '../../../shared/lambda/log.ts';
import { keepingIn } from '../../../shared/partners/answered-webhooks.dynamo.ts';
import { externalIdsIn } from '../../../shared/partners/external-ids.dynamo.ts';
import { partner as partnerSchema } from '../../../shared/partners/partner.ts';
import { knownSecrets, newSecrets, type PartnerSecrets, type ReadSecrets } from '../../../shared/partners/partner-secrets.ts';
import { partnersIn, putPartner } from '../../../shared/partners/partners.dynamo.ts';
import { sign } from '../../../shared/partners/standard-webhooks.ts';
import { countingIn } from '../../../shared/rates/rate.dynamo.ts';
import { aContract, monday } from '../../support/builders.ts';
import { answered, context } from '../../support/lambda-events.ts';
import { startTable, tableName } from '../../support/table.ts';

export const aPartner = (overrides: Record<string, unknown> = {}) =>
  partnerSchema.parse({
    id: 'prt_relay',
    name: 'Relay',
    contact: 'ops@relay.example',
    quota: { perMinute: 1000 },
    ...overrides,
  });

/** What a request says of itself, and by what it is altered on its way. */
export interface Sending {
  id?: string;
  /** When its sender made it, by the sender's own clock. */
  sentAt?: Date;
  /** When it came; also the time of our clock from then on. */
  at?: Date;
  secrets?: readonly string[];
  partner?: string;
  headers?: Record<string, string | undefined>;
  /** The body as it arrives, where that is not what was signed. */
  arriving?: string;
  asBase64?: boolean;
}

let sent = 0;

export const anOpened = (data: Record<string, unknown> = {}) => ({
  type: 'request.opened',
  data: {
    externalId: 'T-1',
    subject: 'No signal',
    text: 'Since this morning.',
    requester: { address: 'ana@customer.example', name: 'Ana' },
    ...data,
  },
});
export const aMessage = (data: Record<string, unknown> = {}) => ({
  type: 'message.added',
  data: { externalId: 'T-1', text: 'Still nothing.', ...data },
});
export const aQuestion = (data: Record<string, unknown> = {}) => ({ type: 'state.asked', data: { externalId: 'T-1', ...data } });

/** The function on a table of its own, with a partner `prt_relay` and a contract of its account. */
export async function aReceiver() {
  const table = await startTable({ time: monday });
  const { client, now, at } = table;
  const secrets = new Map<string, PartnerSecrets>([
    ['prt_relay', newSecrets()],
    ['prt_other', newSecrets()],
  ]);
  const reads: string[] = [];
  const read: ReadSecrets = async (id) => {
    reads.push(id);
    const found = secrets.get(id);
    if (!found) throw new Error(`no secret of ${id}`);
    return found;
  };
  const logged: string[] = [];
  const make = () =>
    createHandler({
      log: createLog((line) => logged.push(line), 'receive-webhook', now),
      now,
      partners: partnersIn(client, tableName, now),
      secrets: knownSecrets(read, now),
      counting: countingIn(client, tableName, now),
      contracts: table.contracts,
      tickets: table.tickets,
      externalIds: externalIdsIn(client, tableName),
      keepAnswer: keepingIn(client, tableName),
    });
  let handler = make();
  await putContract(client, tableName, aContract({ customers: { accounts: ['prt_relay'] } }));
  const put = (overrides: Record<string, unknown> = {}) => putPartner(client, tableName, aPartner(overrides));
  await put();
  await put({ id: 'prt_other', name: 'Other' });

  const send = async (body: unknown, sending: Sending = {}) => {
    if (sending.at) at.time = sending.at;
    const { id = `evt_${++sent}`, sentAt = at.time, partner = 'prt_relay', arriving, asBase64 = false } = sending;
    const signedWith = sending.secrets ?? secrets.get(partner)?.secrets.slice(0, 1) ?? [];
    const written = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const bytes = arriving ?? written;
    const event = {
      routeKey: 'POST /partners/{partner}/events',
      headers: { 'content-type': 'application/json', ...sign(signedWith, id, sentAt, written), ...sending.headers },
      pathParameters: { partner },
      requestContext: { timeEpoch: at.time.getTime() },
      body: Buffer.from(bytes).toString(asBase64 || Buffer.isBuffer(bytes) ? 'base64' : 'utf8'),
      isBase64Encoded: asBase64 || Buffer.isBuffer(bytes),
    } as unknown as WebhookEvent;
    const response = await handler(event, context);
    const { headers } = response as { headers: Record<string, string> };
    return { ...answered(response), headers };
  };
  return {
    ...table,
    secrets,
    reads,
    logged,
    put,
    send,
    /** Another process of the function, which remembers nothing. */
    restart: () => {
      handler = make();
    },
    ticketOf: async (id: string) => {
      const ticket = await table.tickets.find(id);
      if (!ticket) throw new Error(`there is no ticket ${id}`);
      return ticket;
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof aReceiver>>;
