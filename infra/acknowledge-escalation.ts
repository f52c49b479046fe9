import { Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/acknowledge-escalation/env.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** The page behind the link in warnings and escalations, and its button. */
export const publicRoutes = ['GET /escalations/{token}', 'POST /escalations/{token}'] as const;

/** Open to anybody: enough for everyone on a ladder at once, too little to take the agents' share. */
const throttle: Throttle = { rateLimit: 10, burstLimit: 20 };

/** Whom a warning or an escalation was mailed to says that they take note of it. */
export function addAcknowledgeEscalation(stack: ServiceStack, httpApi: HttpApi): void {
  const { data } = stack;
  const fn = new ServiceFunction(stack, 'acknowledge-escalation', {
    does: 'Takes note that somebody has taken note of an escalation',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: { TABLE_NAME: data.table.tableName, REPLY_KEY_SECRET_ARN: data.replyKey.secretArn },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 256,
    impactOfErrors:
      'People who were warned cannot say so: steps that were to be left out then are taken, and superiors are mailed for nothing.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadReplyKey', actions: ['secretsmanager:GetSecretValue'], on: [data.replyKey.secretArn] });
  for (const route of httpApi.add({ name: 'AcknowledgeEscalation', fn, routes: publicRoutes, throttle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'People of a ladder need no account: the signed token in the path is the permission, for this one step of one ticket, and the function checks it before it reads anything.',
    });
}
