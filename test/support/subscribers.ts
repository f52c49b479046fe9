import type { Stage } from './cloud.ts';
import { administrator, type Subscriber, startSubscriber } from './subscriber.ts';

/** Subscribers of a stage's webhooks, each on a port of its own, until `leave`. */
export function subscribersOf(stage: Stage) {
  const admin = administrator(stage);
  const running: Subscriber[] = [];
  const subscribed: string[] = [];
  return {
    admin,
    join: async (terms: Record<string, unknown> = {}) => {
      const subscriber = await startSubscriber();
      running.push(subscriber);
      const made = await admin.subscribe(subscriber.url, terms);
      subscribed.push(made.id);
      return { ...subscriber, ...made };
    },
    leave: async () => {
      for (const id of subscribed.splice(0)) await admin.call('DELETE', `/subscriptions/${id}`);
      await Promise.all(running.splice(0).map((each) => each.stop()));
    },
  };
}
