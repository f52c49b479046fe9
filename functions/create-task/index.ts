import { ConnectClient } from '@aws-sdk/client-connect';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { contactCentreOf } from '../../shared/telephony/contact-centre.connect.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('create-task', schema);
const { env, now } = work;

export const handler = createHandler({
  work,
  now,
  publicUrl: env.PUBLIC_URL,
  centre: contactCentreOf(new ConnectClient({}), { instanceId: env.CONNECT_INSTANCE_ID, taskFlowId: env.TASK_FLOW_ID }),
  tickets: ticketsIn(documentClient(), env.TABLE_NAME, () => undefined),
});
