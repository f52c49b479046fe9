import { Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/receive-form/env.ts';
import { viewerAddressHeader } from './distribution.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** Forms as pages, and what they and programs send. */
export const formRoutes = [
  'GET /forms/{form}',
  'GET /forms/{form}/embed.js',
  'GET /forms/{form}/token',
  'POST /forms/{form}',
  'POST /forms/{form}/attachments',
] as const;

/** Open to anybody: enough for a busy web site, too little to take the agents' share. */
const throttle: Throttle = { rateLimit: 30, burstLimit: 60 };

/** Customers write by a form on the web. */
export function addReceiveForm(stack: ServiceStack, httpApi: HttpApi): void {
  const { data, stage } = stack;
  const { challengeSecretArn } = stage;
  const fn = new ServiceFunction(stack, 'receive-form', {
    does: 'Shows forms and opens a ticket for what is sent with them',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      MAIL_BUCKET: data.mailBucket.bucketName,
      REPLY_KEY_SECRET_ARN: data.replyKey.secretArn,
      PUBLIC_URL: httpApi.publicUrl,
      ...(stage.webAclArn !== undefined && { VIEWER_ADDRESS_HEADER: viewerAddressHeader }),
      ...(challengeSecretArn !== undefined && { CHALLENGE_SECRET_ARN: challengeSecretArn }),
    },
    // Well inside the 30 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors: 'Customers cannot open a form, or cannot send it: they are asked to try again.',
  });
  fn.allow({ verb: 'ReadForms', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'CountSubmissions', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadReplyKey', actions: ['secretsmanager:GetSecretValue'], on: [data.replyKey.secretArn] });
  const files = {
    on: [data.mailBucket.arnForObjects('attachments/forms/*')],
    wildcardBecause: 'Each file has a key of its own.',
  };
  // Who has an address that the function signed may do what the function may, with the one object that it names.
  fn.allow({ verb: 'TakeFiles', actions: ['s3:PutObject', 's3:PutObjectTagging'], ...files });
  fn.allow({ verb: 'LookAtFiles', actions: ['s3:GetObject'], ...files });
  fn.allow({ verb: 'ClaimFiles', actions: ['s3:DeleteObjectTagging'], ...files });
  if (challengeSecretArn !== undefined)
    fn.allow({ verb: 'ReadChallengeSecret', actions: ['secretsmanager:GetSecretValue'], on: [challengeSecretArn] });
  for (const route of httpApi.add({ name: 'ReceiveForm', fn, routes: formRoutes, throttle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Customers need no account to write to us. A submission needs a signed token that is some seconds old, and is counted by network address.',
    });
}
