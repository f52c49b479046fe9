import { setTimeout as pause } from 'node:timers/promises';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { affectedTicketsIn } from '../../shared/reclocking/affected-tickets.dynamo.ts';
import { reclockingsIn } from '../../shared/reclocking/reclocking.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('reclock-tickets', schema);
const { env, now, meter } = work;
const dynamo = documentClient();

export const handler = createHandler({
  work,
  now,
  pause,
  jobs: reclockingsIn(dynamo, env.TABLE_NAME),
  affected: affectedTicketsIn(dynamo, env.TABLE_NAME),
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  freshContracts: () => contractsIn(dynamo, env.TABLE_NAME, now),
});
