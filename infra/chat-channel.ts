import { CfnOutput, Duration, Validations } from 'aws-cdk-lib';
import { env } from '../functions/receive-chat/env.ts';
import { env as widgetEnv } from '../functions/serve-widget/env.ts';
import type { HttpApi, Throttle } from './http-api.ts';
import { ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';
import type { WebSocketApi } from './web-socket-api.ts';

export const widgetRoutes = ['GET /chat/widget.js'] as const;

/** Pages are many and caches keep it for minutes. */
const widgetThrottle: Throttle = { rateLimit: 50, burstLimit: 100 };

/** Chat on web pages: the WebSocket API, what takes its messages, and the script that pages embed. */
export function addChatChannel(stack: ServiceStack, webSocketApi: WebSocketApi, httpApi: HttpApi): void {
  webSocketApi.serve(receiveChat(stack, webSocketApi));
  stack.alarms.raise('chat-failing', {
    impact: 'Visitors cannot chat: messages are not taken, and pages say that they are offline.',
    metric: webSocketApi.integrationErrors(Duration.minutes(5)),
    atLeast: 5,
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
  addWidget(stack, webSocketApi, httpApi);
  new CfnOutput(stack, 'ChatUrl', { value: webSocketApi.url });
}

function receiveChat(stack: ServiceStack, webSocketApi: WebSocketApi) {
  const { data, stage } = stack;
  const fn = new ServiceFunction(stack, 'receive-chat', {
    does: 'Takes what visitors say in chats, and lets agents follow and answer',
    code: stack.code,
    alarms: stack.alarms,
    env,
    environment: {
      TABLE_NAME: data.table.tableName,
      MAIL_BUCKET: data.mailBucket.bucketName,
      CHAT_URL: webSocketApi.url,
      CHATS_PER_HOUR: String(stage.chatsPerHour),
    },
    // Well inside the 29 seconds that API Gateway waits.
    timeout: Duration.seconds(15),
    memory: 512,
    impactOfErrors: 'Visitors cannot chat: messages are not taken, and pages try again and again.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'KeepChats', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ForgetConnections', actions: ['dynamodb:DeleteItem'], on: [data.table.tableArn] });
  fn.allow(webSocketApi.managing('AnswerConnections', ['POST', 'DELETE']));
  // Who has an address that the function signed may do what the function may, with the one object that it names.
  fn.allow({
    verb: 'TakeFiles',
    actions: ['s3:PutObject', 's3:PutObjectTagging'],
    on: [data.mailBucket.arnForObjects('attachments/*')],
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({
    verb: 'ClaimFiles',
    actions: ['s3:DeleteObjectTagging'],
    on: [data.mailBucket.arnForObjects('attachments/*')],
    wildcardBecause: 'Each file has a key of its own.',
  });
  fn.allow({
    verb: 'HandOutFiles',
    actions: ['s3:GetObject'],
    on: ['attachments/*', 'outgoing/*'].map((keys) => data.mailBucket.arnForObjects(keys)),
    wildcardBecause: 'Each file has a key of its own.',
  });
  return fn;
}

function addWidget(stack: ServiceStack, { url }: WebSocketApi, httpApi: HttpApi): void {
  const fn = new ServiceFunction(stack, 'serve-widget', {
    does: 'Hands out the script of the chat',
    code: stack.code,
    alarms: stack.alarms,
    env: widgetEnv,
    environment: { CHAT_URL: url },
    timeout: Duration.seconds(15),
    memory: 256,
    impactOfErrors: 'Pages that embed the chat show none.',
  });
  for (const route of httpApi.add({ name: 'ServeWidget', fn, routes: widgetRoutes, throttle: widgetThrottle }))
    Validations.of(route).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'It is a public script, the same for everybody, with nothing in it that is not public.',
    });
}
