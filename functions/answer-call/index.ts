import { setTimeout } from 'node:timers/promises';
import { contactsIn } from '../../shared/contacts/contacts.dynamo.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { callsIn } from '../../shared/telephony/calls.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('answer-call', schema);
const { env, now, meter } = work;
const dynamo = documentClient();

export const handler = createHandler({
  work,
  desk: {
    now,
    calls: callsIn(dynamo, env.TABLE_NAME, now),
    contacts: contactsIn(dynamo, env.TABLE_NAME),
    contracts: contractsIn(dynamo, env.TABLE_NAME, now),
    tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  },
  after: async (milliseconds) => {
    await setTimeout(milliseconds, undefined, { ref: false });
    throw new Error(`no answer within ${milliseconds} ms`);
  },
});
