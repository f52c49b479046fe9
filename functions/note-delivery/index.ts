import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { outboxIn } from '../../shared/notices/outbox.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('note-delivery', schema);
const { env, now, meter } = work;
const dynamo = documentClient();

export const handler = createHandler({
  work,
  now,
  outbox: outboxIn(dynamo, env.TABLE_NAME, now),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
});
