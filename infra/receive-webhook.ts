import { ArnFormat, CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/receive-webhook/env.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { partnerSecretsPrefix } from './partner-secrets.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Where partners send their events. */
export const partnerRoutes = ['POST /partners/{partner}/events'] as const;

/** All partners together; each has a quota of its own beside it. */
const throttle: Throttle = { rateLimit: 500, burstLimit: 1000 };

/** Requests that partners' own systems open, and how they stand. */
export function addReceiveWebhook(stack: ServiceStack, httpApi: HttpApi): void {
  const { data } = stack;
  const prefix = partnerSecretsPrefix(stack.stage.name);
  const fn = new ServiceFunction(stack, 'receive-webhook', {
    does: 'Takes in signed events of partners: requests opened, messages added, states asked',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: { TABLE_NAME: data.table.tableName, PARTNER_SECRETS_PREFIX: prefix },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors:
      'What customers report to partners does not reach us, or late: partners try again for as long as they choose to.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadContracts', actions: ['dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'CountRequests', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });
  fn.allow({
    verb: 'ReadPartnerSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    on: [
      stack.formatArn({
        service: 'secretsmanager',
        resource: 'secret',
        resourceName: `${prefix}*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ],
    wildcardBecause: 'Partners come and go without a deployment, each with a secret under this prefix.',
  });
  for (const route of httpApi.add({ name: 'ReceiveWebhook', fn, routes: partnerRoutes, throttle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The signature over the body is the authorization: the function checks it before it reads anything of the request.',
    });
  new CfnOutput(stack, 'PartnerSecretsPrefix', { value: prefix });
}
