import { ConnectClient } from '@aws-sdk/client-connect';
import { contractsIn } from '../../shared/contracts/contracts.dynamo.ts';
import { documentClient } from '../../shared/dynamo/document-client.dynamo.ts';
import { startRuntime } from '../../shared/lambda/runtime.ts';
import { measureAppend } from '../../shared/metrics/ticket-metrics.ts';
import { callsIn } from '../../shared/telephony/calls.dynamo.ts';
import { contactCentreOf } from '../../shared/telephony/contact-centre.connect.ts';
import { queueIdOf } from '../../shared/telephony/contact-event.ts';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { env as schema } from './env.ts';
import { createHandler } from './handler.ts';

const work = startRuntime('follow-call', schema);
const { env, now, meter, log } = work;
const dynamo = documentClient();

export const handler = createHandler({
  work,
  desk: {
    now,
    log,
    queueId: queueIdOf(env.SUPPORT_QUEUE_ARN),
    calls: callsIn(dynamo, env.TABLE_NAME, now),
    centre: contactCentreOf(new ConnectClient({}), { instanceId: env.CONNECT_INSTANCE_ID }),
    contracts: contractsIn(dynamo, env.TABLE_NAME, now),
    tickets: ticketsIn(dynamo, env.TABLE_NAME, (before, after, events) => measureAppend(meter, before, after, events)),
  },
});
