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
  const kept = new Map<string, { secret: string; requests: string[] }>();
  let made = 0;
  const putNew = (id: string, requests: string[]) => {
    const secret = `secret ${++made}`;
    kept.set(id, { secret, requests });
    return secret;
  };
  const newest = async (id: string) => {
    const known = kept.get(id);
    if (!known) throw new Error(`no secret of ${id}`);
    return known.secret;
  };
  const subscribing: Subscribing = {
    subscriptions: subscriptionsIn(client, tableName),
    secrets: {
      create: async (id) => kept.get(id)?.secret ?? putNew(id, []),
      newest,
      rotate: async (id, request = String(made)) => {
        const requests = kept.get(id)?.requests ?? [];
        return requests.includes(request) ? newest(id) : putNew(id, [...requests, request]);
      },
      remove: async (id) => {
        kept.delete(id);
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
  return { ...subscribing, woken, removed, secretsOf: () => [...kept.keys()] };
}
