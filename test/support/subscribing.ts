import { circuitsIn } from '../../shared/webhooks/circuits.dynamo.ts';
import { lanesIn } from '../../shared/webhooks/lanes.dynamo.ts';
import type { Subscribing } from '../../shared/webhooks/subscribing.ts';
import { subscriptionsIn } from '../../shared/webhooks/subscriptions.dynamo.ts';
import type { WakeUp } from '../../shared/webhooks/wake-up.ts';
import { type Table, tableName } from './table.ts';

/** All that looks after subscriptions, on a table; secrets are `secret 1`, `secret 2`, …, and what is woken can be read. */
export function aSubscribing({ client }: Pick<Table, 'client'>) {
  const woken: WakeUp[] = [];
  const removed: string[] = [];
  let made = 0;
  const nextSecret = async () => `secret ${++made}`;
  const subscribing: Subscribing = {
    subscriptions: subscriptionsIn(client, tableName),
    secrets: {
      create: nextSecret,
      rotate: nextSecret,
      remove: async (id) => {
        removed.push(id);
      },
    },
    lanes: lanesIn(client, tableName),
    circuits: circuitsIn(client, tableName),
    wakeUps: {
      send: async (wakeUps) => {
        woken.push(...wakeUps);
      },
    },
    privateTargets: 'refused',
  };
  return { ...subscribing, woken, removed };
}
