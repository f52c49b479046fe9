import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { keepingIn } from '../../shared/partners/answered-webhooks.dynamo.ts';
import { externalIdsIn } from '../../shared/partners/external-ids.dynamo.ts';
import { secretsUnder } from '../../shared/partners/partner-secrets.secrets-manager.ts';
import { knownSecrets } from '../../shared/partners/partner-secrets.ts';
import { partnersIn } from '../../shared/partners/partners.dynamo.ts';
import { countingIn } from '../../shared/rates/rate.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('receive-webhook', schema);
const dynamo = documentClient();

export const handler = createHandler({
  log,
  now,
  partners: partnersIn(dynamo, env.TABLE_NAME, now),
  secrets: knownSecrets(secretsUnder(new SecretsManagerClient({}), env.PARTNER_SECRETS_PREFIX), now),
  counting: countingIn(dynamo, env.TABLE_NAME, now),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  externalIds: externalIdsIn(dynamo, env.TABLE_NAME),
  keepAnswer: keepingIn(dynamo, env.TABLE_NAME),
});
