import { admissionsIn } from '../../shared/chat/admissions.dynamo.ts';
import { chatsIn } from '../../shared/chat/chats.dynamo.ts';
import { connectionsIn } from '../../shared/chat/connections.dynamo.ts';
import { postThrough } from '../../shared/chat/post.api-gateway.ts';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { outgoingFilesIn, signingClient } from '../../shared/notices/outgoing-files.s3.ts';
import { uploadsIn } from '../../shared/notices/uploads.dynamo.ts';
import { countingIn } from '../../shared/rates/rate.dynamo.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('receive-chat', schema);
const dynamo = documentClient();

export const handler = createHandler({
  log,
  now,
  tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  contracts: contractsIn(dynamo, env.TABLE_NAME, now),
  chats: chatsIn(dynamo, env.TABLE_NAME, now),
  connections: connectionsIn(dynamo, env.TABLE_NAME, now),
  admissions: admissionsIn(dynamo, env.TABLE_NAME, now),
  post: postThrough(env.CHAT_URL),
  uploads: uploadsIn(dynamo, env.TABLE_NAME, now),
  files: outgoingFilesIn(signingClient(), env.MAIL_BUCKET),
  counting: countingIn(dynamo, env.TABLE_NAME, now),
  chatsPerHour: env.CHATS_PER_HOUR,
});
