import type { ReadSecrets } from '../partners/partner-secrets.ts';
import type { Subscription } from './subscription.ts';

/** Secrets of subscriptions: at most two in force, the newest first. What comes back is told once and never again. */
export interface SubscriptionSecrets {
  /** What is there already stays, and is told again. */
  create(subscriptionId: string): Promise<string>;
  newest(subscriptionId: string): Promise<string>;
  /**
   * A new one beside the newest so far; any before that is void. `request` (32 to 64 characters) names who asked: asked again, the newest is
   * told again and none is made.
   */
  rotate(subscriptionId: string, request?: string): Promise<string>;
  remove(subscriptionId: string): Promise<void>;
}

/** Kept in memory until the subscription says that they have changed. */
export function secretsKept(read: ReadSecrets): (subscriber: Subscription) => Promise<readonly string[]> {
  const known = new Map<string, { changedAt: string; secrets: readonly string[] }>();
  return async ({ id, secretsChangedAt: changedAt }) => {
    const remembered = known.get(id);
    if (remembered?.changedAt === changedAt) return remembered.secrets;
    const { secrets } = await read(id);
    known.set(id, { changedAt, secrets });
    return secrets;
  };
}
