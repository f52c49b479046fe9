import { parseArgs } from 'node:util';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ticketsIn } from '../../shared/tickets/tickets.dynamo.ts';
import { circuitsIn } from '../../shared/webhooks/circuits.dynamo.ts';
import { lanesIn } from '../../shared/webhooks/lanes.dynamo.ts';
import { redeliver } from '../../shared/webhooks/redeliver.ts';
import { subscriptionsIn } from '../../shared/webhooks/subscriptions.dynamo.ts';
import { wakeUpsOn } from '../../shared/webhooks/wake-ups.sqs.ts';
import { tableOptions, theTable } from './the-table.ts';

/**
 * `npm run webhooks -- list` says who is sent webhooks and how far behind each is; `redeliver` sends a ticket's events again; `enable`
 * switches a subscription on again and has sent what waits.
 */
const usage = [
  'usage: webhooks list | redeliver SUBSCRIPTION TICKET [--from N] | enable SUBSCRIPTION',
  '       (--local | --table NAME --queue URL)',
  'NAME and URL are the outputs TableName and DeliveriesQueueUrl; N is the number of an event, from 1',
].join('\n');

const options = { ...tableOptions, queue: { type: 'string' }, from: { type: 'string' } } as const;

/** Lanes that are counted for the list. */
const mostCounted = 1000;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const [action, subscriptionId, ticketId, ...more] = positionals;
  const from = Number(values.from ?? 1);
  if (more.length > 0 || !Number.isInteger(from) || from < 1) throw new Error(usage);
  if (values.table !== undefined && values.queue === undefined && action !== 'list') throw new Error(usage);
  const { dynamo, tableName } = await theTable(values);
  const subscriptions = subscriptionsIn(dynamo, tableName);
  const lanes = lanesIn(dynamo, tableName);
  if (action === 'list' && subscriptionId === undefined) {
    for (const each of await subscriptions.list()) {
      const { ticketIds, next } = await lanes.behind(each.id, undefined, mostCounted);
      const stands =
        each.standing.state === 'active' ? 'active' : `disabled (${each.standing.because}) since ${each.standing.since}`;
      console.log(`${each.id} ${new URL(each.url).origin}: ${stands}, behind with ${ticketIds.length}${next ? '+' : ''} tickets`);
    }
    return;
  }
  const known = subscriptionId === undefined ? undefined : await subscriptions.find(subscriptionId);
  if (!known) throw new Error(subscriptionId === undefined ? usage : `there is no subscription ${subscriptionId}`);
  const sqs = new SQSClient({});
  const wakeUps = wakeUpsOn(sqs, values.queue ?? (await localQueue(sqs)));
  if (action === 'redeliver' && ticketId !== undefined) {
    if (known.standing.state === 'disabled') throw new Error(`${known.id} is disabled: enable it first`);
    const ticket = await ticketsIn(dynamo, tableName, () => undefined).find(ticketId);
    if (!ticket) throw new Error(`there is no ticket ${ticketId}`);
    if (from > ticket.sequence) throw new Error(`the ticket has ${ticket.sequence} events`);
    await redeliver({ subscriptionId: known.id, ticketId, from }, { lanes, wakeUps });
    console.log(`${ticketId}: events from ${from} on are on their way`);
  } else if (action === 'enable' && ticketId === undefined) {
    await subscriptions.change(known, known, { state: 'active' }, known.since);
    await circuitsIn(dynamo, tableName).close(known.id);
    await wakeUps.send([{ subscriptionId: known.id, everyLane: {} }]);
    console.log(`${known.id}: active, and what waits is on its way`);
  } else throw new Error(usage);
}

async function localQueue(sqs: SQSClient): Promise<string> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const queue = QueueUrls.find((url) => url.includes('DeliverWebhookQueue'));
  if (!queue) throw new Error('the local cloud has no queue of deliveries');
  return queue;
}

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
