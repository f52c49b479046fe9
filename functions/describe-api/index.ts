import { openApiDocument } from '../../shared/api/openapi.ts';
import { operations } from '../../shared/api/operations.ts';
import { outgoingEvents } from '../../shared/api/outgoing-events.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const { env, log } = startRuntime('describe-api', schema);

const document = openApiDocument({ operations, events: outgoingEvents, serverUrl: env.PUBLIC_URL });

export const handler = createHandler({ log, document });
