import type { SQSRecord } from 'aws-lambda';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { type Delivering, deliver } from '../../shared/webhooks/deliver.ts';
import { wakeLanes } from '../../shared/webhooks/wake-lanes.ts';
import { wakeUp } from '../../shared/webhooks/wake-up.ts';

export interface Dependencies {
  work: Work;
  delivering: Delivering;
}

/** Works on one lane a message, or wakes a page of those that are behind. */
export function createHandler({ work, delivering }: Dependencies) {
  return queueConsumer(work, async ({ body }: SQSRecord) => {
    const told = wakeUp.parse(JSON.parse(body));
    if ('everyLane' in told) await wakeLanes(told.subscriptionId, told.everyLane.after, delivering);
    else await deliver(told, delivering);
  });
}
