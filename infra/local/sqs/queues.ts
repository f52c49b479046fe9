import { randomUUID } from 'node:crypto';
import type { Service } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { createQueue, type Queue, type QueueStore } from './queue.ts';
import { queueSettings } from './queue-settings.ts';
import { createSqsService } from './sqs-service.ts';

export interface Queues {
  service: Service;
  get(arn: string): Queue | undefined;
  all(): Queue[];
}

export interface QueuesOptions {
  app: App;
  clock: VirtualClock;
  newId?: () => string;
  /** Origin of the queue URLs. Without it they have AWS's host; a request's queue is read from the URL's path only, whatever the host. */
  endpoint?: string;
}

/** All the template's SQS queues. Throws for a queue that the local cloud cannot play, and for a dead-letter queue that is not there. */
export function createQueues({ app, clock, newId = randomUUID, endpoint }: QueuesOptions): Queues {
  const origin = endpoint ?? `https://sqs.${app.region}.amazonaws.com`;
  const queues = new Map<string, QueueStore>();
  for (const resource of app.byType('AWS::SQS::Queue')) {
    const { name, arn } = resource;
    const settings = queueSettings(resource);
    const deadLetterQueue = () => queues.get(settings.deadLetter?.arn ?? '');
    queues.set(arn, createQueue({ name, arn, url: `${origin}/${app.account}/${name}`, settings, clock, newId, deadLetterQueue }));
  }
  for (const { name, deadLetter } of queues.values()) {
    if (deadLetter && !queues.has(deadLetter.arn))
      throw new Error(`dead-letter queue ${deadLetter.arn} of ${name} is not in the template`);
  }
  return {
    service: createSqsService([...queues.values()], clock),
    get: (arn) => queues.get(arn),
    all: () => [...queues.values()],
  };
}
