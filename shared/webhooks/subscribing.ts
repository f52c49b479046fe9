import type { Circuits } from './circuit.ts';
import type { Lanes } from './lane.ts';
import type { Subscriptions } from './subscription.ts';
import type { SubscriptionSecrets } from './subscription-secrets.ts';
import type { PrivateTargets } from './targets.ts';
import type { WakeUps } from './wake-up.ts';

/** What is needed to look after subscriptions. */
export interface Subscribing {
  subscriptions: Subscriptions;
  secrets: SubscriptionSecrets;
  lanes: Pick<Lanes, 'find' | 'behind' | 'rewind'>;
  circuits: Pick<Circuits, 'close'>;
  wakeUps: WakeUps;
  privateTargets: PrivateTargets;
}
