import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/show-request/handler.ts';
import { putContract } from '../../../shared/contracts/contracts.dynamo.ts';
import { formsIn } from '../../../shared/forms/forms.dynamo.ts';
import type { PageEvent } from '../../../shared/lambda/html-pages.ts';
import { countingIn } from '../../../shared/rates/rate.dynamo.ts';
import { mostShown } from '../../../shared/requests/conversation.ts';
import { requestUrl } from '../../../shared/requests/request-link.ts';
import { agentReply, customerReply, note, open } from '../../../shared/tickets/decide.ts';
import type { Ticket } from '../../../shared/tickets/ticket.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, ticketIdNumber } from '../../support/builders.ts';
import type { Json } from '../../support/cloud.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog } from '../../support/recorders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

const key = 'k'.repeat(32);
const contract = aContract();
let table: Table;
let merged: Record<string, string>;
beforeEach(async () => {
  table = await startTable({ time: minutesLater(60) });
  await putContract(table.client, tableName, contract);
  merged = {};
});
afterEach(() => table.stop());

const visit = async (method: string, id: string, body?: unknown) => {
  const find = async (ticketId: string) => {
    const found = await table.tickets.find(ticketId);
    return found && { ...found, mergedInto: merged[ticketId] };
  };
  const handler = createHandler({
    log: aLog().log,
    key: async () => key,
    tickets: { ...table.tickets, find },
    contracts: table.contracts,
    forms: formsIn(table.client, tableName, table.now),
    counting: countingIn(table.client, tableName, table.now),
    publicUrl: 'https://support.example',
    now: table.now,
  });
  const token = requestUrl({ ticketId: id, language: 'en' }, { publicUrl: '', key }).replace('/requests/', '');
  const event = {
    routeKey: `${method} /requests/{token}`,
    pathParameters: { token },
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    requestContext: { timeEpoch: table.now().getTime(), http: { sourceIp: '192.0.2.1' } },
  } as unknown as PageEvent;
  const { statusCode, body: answered = '' } = await handler(event, context);
  const { request }: { request: Json } = JSON.parse(answered);
  return { status: statusCode, request };
};
const opened = (n: number, overrides = {}) =>
  table.tickets.append(ticketIdNumber(n), [open(anOpening({ reference: `12345678${n}`, ...overrides }), contract, byCustomer())]);
const aMessage = (address: string, text: string, id = 'msg_x') => ({ ...anOpening().message, id, from: { address }, text });
const replied = (ticket: Ticket, address: string, text: string) =>
  table.tickets.append(
    ticket,
    customerReply(ticket, { message: aMessage(address, text), participants: [] }, contract, byCustomer(minutesLater(5))),
  );

describe('what a customer sees', () => {
  it('is the conversation, in its order, without notes and without anybody’s address', async () => {
    let ticket = await opened(1);
    ticket = await table.tickets.append(ticket, note({ messageId: 'msg_n', text: 'internal' }, byAgent(minutesLater(1))));
    ticket = await replied(ticket, 'colleague@customer.example', 'Me too.');
    await table.tickets.append(
      ticket,
      agentReply(ticket, { messageId: 'msg_a', text: 'On it.' }, contract, byAgent(minutesLater(9))),
    );
    const { request } = await visit('GET', ticketIdNumber(1));
    expect(request.messages.map(({ by, text }: Json) => `${by}: ${text}`)).toEqual([
      'customer: Please help.',
      'other: Me too.',
      'support: On it.',
    ]);
    // The nonce is drawn, and could spell anything.
    expect(JSON.stringify({ ...request, nonce: '' })).not.toMatch(/@|internal|tkt_|max/);
  });

  it('is the latest messages, and that there are older ones', async () => {
    let ticket = await opened(1);
    for (let n = 1; n <= mostShown; n++) ticket = await replied(ticket, 'ana@customer.example', `Message ${n}`);
    const { request } = await visit('GET', ticketIdNumber(1));
    expect([request.messages.length, request.messages[0].text, request.hasOlder]).toEqual([mostShown, 'Message 1', true]);
  });
});

describe('a request that was merged into another’s', () => {
  it('stands as that one does; of its messages only our answers and the reader’s own are shown, and what is added goes there', async () => {
    await opened(1);
    let target = await opened(2, {
      requester: { address: 'ceo@customer.example' },
      message: aMessage('ceo@customer.example', 'Secret.'),
    });
    target = await replied(target, 'ana@customer.example', 'Mine.');
    await table.tickets.append(
      target,
      agentReply(target, { messageId: 'msg_a', text: 'Done.' }, contract, byAgent(minutesLater(9))),
    );
    merged = { [ticketIdNumber(1)]: ticketIdNumber(2) };
    const { request } = await visit('GET', ticketIdNumber(1));
    expect(request).toMatchObject({ reference: '123456781', status: 'with-you' });
    expect(request.messages.map(({ text }: Json) => text)).toEqual(['Please help.', 'Mine.', 'Done.']);
    const { status } = await visit('POST', ticketIdNumber(1), { text: 'Thanks.', nonce: 'a-good-nonce' });
    expect([
      status,
      (await table.tickets.find(ticketIdNumber(2)))?.sequence,
      (await table.tickets.find(ticketIdNumber(1)))?.sequence,
    ]).toEqual([200, 4, 1]);
  });
  it.each([
    ['came by form', { channel: 'form' }, 'ana@customer.example'],
    ['is unverified', { message: { ...anOpening().message, unverified: true } }, 'ana@customer.example'],
    ['has no address', { requester: { phone: '+33142860000' } }, undefined],
  ])(
    'that %s shows of it how it stands, and of what was written there nothing that may not be theirs',
    async (_, own, address) => {
      await opened(1, own);
      let target = await opened(2, {
        requester: { phone: '+33142860001' },
        message: { ...aMessage('', 'Secret.'), from: { phone: '+33142860001' } },
      });
      target = await replied(target, 'ceo@customer.example', 'Private.');
      if (address) target = await replied(target, address, 'Of whoever has this address.');
      await table.tickets.append(
        target,
        agentReply(target, { messageId: 'msg_a', text: 'Our answer.' }, contract, byAgent(minutesLater(9))),
      );
      merged = { [ticketIdNumber(1)]: ticketIdNumber(2) };
      const { request } = await visit('GET', ticketIdNumber(1));
      expect([request.status, request.promises.length > 0]).toEqual(['with-you', true]);
      expect(request.messages.map(({ text }: Json) => text)).toEqual(['Please help.', ...(address ? [] : ['Our answer.'])]);
    },
  );
  it('shows none of its messages that only say that they are the reader’s', async () => {
    await opened(1);
    const target = await opened(2, { message: { ...aMessage('ana@customer.example', 'Forged.'), unverified: true } });
    await replied(target, 'ana@customer.example', 'Mine.');
    merged = { [ticketIdNumber(1)]: ticketIdNumber(2) };
    const { request } = await visit('GET', ticketIdNumber(1));
    expect(request.messages.map(({ text }: Json) => text)).toEqual(['Please help.', 'Mine.']);
  });
  it('in a circle ends all the same', async () => {
    await opened(1);
    await opened(2);
    merged = { [ticketIdNumber(1)]: ticketIdNumber(2), [ticketIdNumber(2)]: ticketIdNumber(1) };
    expect((await visit('GET', ticketIdNumber(1))).status).toBe(200);
  });
});
