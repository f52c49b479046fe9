import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { secretReader } from '../../shared/lambda/secret.secrets-manager.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('acknowledge-escalation', schema);

export const handler = createHandler({
  log,
  now,
  key: secretReader(env.REPLY_KEY_SECRET_ARN),
  tickets: ticketsIn(documentClient(), env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
});
