import { Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/show-request/env.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** The page behind the link in acknowledgements, and its form. */
export const requestRoutes = ['GET /requests/{token}', 'POST /requests/{token}'] as const;

/** Open to anybody: enough for many customers at once, too little to take the agents' share. */
const throttle: Throttle = { rateLimit: 20, burstLimit: 40 };

/** Customers see how their request stands, and add to it. */
export function addShowRequest(stack: ServiceStack, httpApi: HttpApi): void {
  const { data } = stack;
  const fn = new ServiceFunction(stack, 'show-request', {
    does: 'Shows a customer how a request stands, and takes what they add',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      REPLY_KEY_SECRET_ARN: data.replyKey.secretArn,
      PUBLIC_URL: httpApi.publicUrl,
    },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors: 'Customers cannot see how their requests stand, nor add to them there; answering by mail still works.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'CountMessages', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadReplyKey', actions: ['secretsmanager:GetSecretValue'], on: [data.replyKey.secretArn] });
  for (const route of httpApi.add({ name: 'ShowRequest', fn, routes: requestRoutes, throttle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Customers have no account: the signed token in the path is the permission, for this one request, and the function checks it before it reads anything.',
    });
}
