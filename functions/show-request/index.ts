import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { formsIn } from '../../shared/forms/forms.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { secretReader } from '../../shared/lambda/secret.secrets-manager.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { countingIn } from '../../shared/rates/rate.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('show-request', schema);
const dynamo = documentClient();

export const handler = createHandler({
  log,
  now,
  publicUrl: env.PUBLIC_URL,
  key: secretReader(env.REPLY_KEY_SECRET_ARN),
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  forms: formsIn(dynamo, env.TABLE_NAME, now),
  counting: countingIn(dynamo, env.TABLE_NAME, now),
});
