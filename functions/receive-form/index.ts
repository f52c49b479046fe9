import { setTimeout } from 'node:timers/promises';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { formFilesIn } from '../../shared/forms/form-files.dynamo.ts';
import { formsIn } from '../../shared/forms/forms.dynamo.ts';
import { sourceReader } from '../../shared/lambda/public-routes.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { secretReader } from '../../shared/lambda/secret.secrets-manager.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { outgoingFilesIn, signingClient } from '../../shared/notices/outgoing-files.s3.ts';
import { countingIn, givingBackIn } from '../../shared/rates/rate.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { provedBy } from './challenge.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('receive-form', schema);
const dynamo = documentClient();

export const handler = createHandler({
  log,
  now,
  publicUrl: env.PUBLIC_URL,
  key: secretReader(env.REPLY_KEY_SECRET_ARN),
  sourceOf: sourceReader(env.VIEWER_ADDRESS_HEADER),
  forms: formsIn(dynamo, env.TABLE_NAME, now),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  counting: countingIn(dynamo, env.TABLE_NAME, now),
  giveBack: givingBackIn(dynamo, env.TABLE_NAME),
  pause: (milliseconds) => setTimeout(milliseconds),
  formFiles: formFilesIn(dynamo, env.TABLE_NAME),
  files: outgoingFilesIn(signingClient(), env.MAIL_BUCKET),
  proof: provedBy(env.CHALLENGE_SECRET_ARN === undefined ? undefined : secretReader(env.CHALLENGE_SECRET_ARN)),
});
