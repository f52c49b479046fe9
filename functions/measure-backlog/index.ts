import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { ticketQueueIn } from '../../shared/tickets/ticket-queue.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, now, log, meter } = startRuntime('measure-backlog', schema);

export const handler = createHandler({ log, meter, now, queue: ticketQueueIn(documentClient(), env.TABLE_NAME) });
