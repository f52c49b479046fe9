import { Duration } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { env } from '../functions/agent-api/env.ts';
import { keys, table as layout } from '../shared/dynamo/table.ts';
import type { EmailChannel } from './email-channel.ts';
import type { HttpApi } from './http-api.ts';
import type { WorkQueue } from './queues.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';
import type { Webhooks } from './webhooks.ts';

/** Every route that agents have. All of them ask for an agent's token. */
export const routes = [
  'GET /tickets',
  'POST /tickets',
  'GET /tickets/{id}',
  'POST /tickets/{id}/replies',
  'POST /tickets/{id}/attachments',
  'GET /tickets/{id}/attachments/{messageId}/{n}',
  'POST /tickets/{id}/notes',
  'PUT /tickets/{id}/assignee',
  'PUT /tickets/{id}/status',
  'PUT /tickets/{id}/priority',
  'PUT /tickets/{id}/kind',
  'PUT /tickets/{id}/contract',
  'POST /tickets/{id}/acknowledgements',
  'POST /tickets/{id}/merge',
  'POST /tickets/{id}/unmerge',
  'POST /tickets/{id}/macros/{macro}',
  'GET /tickets/{id}/notices',
  'GET /mails',
  'POST /mails/{day}/{sesMessageId}/release',
  'POST /chat/tickets',
  'GET /contacts',
  'POST /contacts/links',
  'POST /contacts/{id}/claims/{claim}/undo',
  'GET /macros',
  'PUT /macros/{macro}',
  'DELETE /macros/{macro}',
  'GET /audit',
  'GET /subscriptions',
  'POST /subscriptions',
  'GET /subscriptions/{id}',
  'PUT /subscriptions/{id}',
  'DELETE /subscriptions/{id}',
  'POST /subscriptions/{id}/secret',
  'POST /subscriptions/{id}/redeliveries',
] as const;

/**
 * Partitions of items that agents and managers may remove: macros, identifiers that belong to no contact any more, subscriptions
 * and their state.
 */
const removable = [
  keys.macroPartition,
  keys.contactIdentifier('*').pk,
  keys.subscriptionPartition,
  keys.circuit('*').pk,
  keys.lane('*', '').pk,
  keys.behindPartition('*'),
];

/** What agents do with tickets, over HTTP. */
export function addAgentApi(
  stack: ServiceStack,
  httpApi: HttpApi,
  { mailQueue }: Pick<EmailChannel, 'mailQueue'>,
  webhooks: Webhooks,
): void {
  const { issuer, clientId } = stack.data.agents;
  const authorizer = new HttpJwtAuthorizer('Agents', issuer, { jwtAudience: [clientId] });
  httpApi.add({ name: 'AgentApi', fn: agentApi(stack, mailQueue, webhooks), routes, authorizer });
  stack.alarms.raise('agent-api-failing', {
    impact: 'Agents cannot list, read or answer tickets, or people who were warned cannot take note of it.',
    metric: httpApi.serverErrors(Duration.minutes(5)),
    atLeast: 5,
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
}

function agentApi(stack: ServiceStack, mailQueue: WorkQueue, webhooks: Webhooks) {
  const { data } = stack;
  const fn = new ServiceFunction(stack, 'agent-api', {
    does: 'What agents do: tickets, merging, macros, contacts, files, mails, audit',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      MAIL_BUCKET: data.mailBucket.bucketName,
      MAIL_QUEUE_URL: mailQueue.queueUrl,
      DELIVERIES_QUEUE_URL: webhooks.queue.queueUrl,
      SUBSCRIPTION_SECRETS_PREFIX: webhooks.secretsPrefix,
      PRIVATE_TARGETS: webhooks.privateTargets,
    },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors: 'Agents cannot list, read or answer tickets.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'CountRequests', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });
  // Tickets, their events and the audit stay, whatever the function may be brought to do.
  fn.allow({
    verb: 'RemoveMacrosAndLinks',
    actions: ['dynamodb:DeleteItem'],
    on: [data.table.tableArn],
    when: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': removable } },
  });
  fn.allow({ verb: 'ListQueue', actions: ['dynamodb:Query'], on: [`${data.table.tableArn}/index/${layout.indexes.queue.name}`] });
  // Who has an address that the function signed may do what the function may, with the one object that it names.
  fn.allow({
    verb: 'HandOutFiles',
    actions: ['s3:GetObject'],
    on: ['attachments/*', 'outgoing/*', 'inbound/*'].map((keys) => data.mailBucket.arnForObjects(keys)),
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({
    verb: 'TakeFiles',
    actions: ['s3:PutObject', 's3:PutObjectTagging'],
    on: [data.mailBucket.arnForObjects('outgoing/*')],
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({
    verb: 'ClaimFiles',
    actions: ['s3:DeleteObjectTagging'],
    on: [data.mailBucket.arnForObjects('outgoing/*')],
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({ verb: 'ReleaseMails', actions: ['sqs:SendMessage'], on: [mailQueue.queueArn] });
  fn.allow({ verb: 'WakeLanes', actions: ['sqs:SendMessage'], on: [webhooks.queue.queueArn] });
  fn.allow({
    verb: 'KeepSubscriptionSecrets',
    actions: [
      'secretsmanager:CreateSecret',
      'secretsmanager:GetSecretValue',
      'secretsmanager:PutSecretValue',
      'secretsmanager:DeleteSecret',
    ],
    on: [webhooks.secretsArn],
    wildcardBecause: 'Subscriptions come and go without a deployment, each with a secret under this prefix.',
  });
  return fn;
}
