import * as z from 'zod/mini';
import type { Now } from '../clock.ts';
import { newWebhookSecret, webhookSecret } from './standard-webhooks.ts';

/** Secrets in force at once: the new one and, while the partner changes over, the former. */
export const mostSecrets = 2;

/** What Secrets Manager holds for a partner, as JSON. The newest comes first. */
export const partnerSecrets = z.object({
  secrets: z
    .array(webhookSecret)
    .check(z.minLength(1, 'must be at least one'), z.maxLength(mostSecrets, `must be at most ${mostSecrets}`)),
});
export type PartnerSecrets = z.infer<typeof partnerSecrets>;

export const newSecrets = (): PartnerSecrets => ({ secrets: [newWebhookSecret()] });

/** A new secret first; the one that was newest stays in force beside it, and no other. */
export const rotated = ({ secrets }: PartnerSecrets): PartnerSecrets => ({
  secrets: [newWebhookSecret(), ...secrets.slice(0, mostSecrets - 1)],
});

/** Only the newest is left in force. */
export const retired = ({ secrets }: PartnerSecrets): PartnerSecrets => ({ secrets: secrets.slice(0, 1) });

/** Reads the secrets of a partner. Throws where there are none: a partner is not applied without. */
export type ReadSecrets = (partnerId: string) => Promise<PartnerSecrets>;

export interface KnownSecrets {
  /** Those that were read within the last minute, else those in force now. */
  of(partnerId: string): Promise<readonly string[]>;
  /** Those in force now, for whom the known ones do not fit; those of the last fresh look, where there were many just before. */
  afresh(partnerId: string): Promise<readonly string[]>;
}

const freshForMilliseconds = 60_000;
/** A sender of wrong signatures costs us no more than this: so many fresh looks within a minute, and from then on one in ten seconds. */
export const freshLooksAMinute = 6;
export const betweenFreshLooksMilliseconds = 10_000;

/** Secrets of partners, kept in memory for a minute. */
export function knownSecrets(read: ReadSecrets, now: Now): KnownSecrets {
  const known = new Map<string, { secrets: Promise<readonly string[]>; until: number }>();
  /** When each partner was looked at afresh within the last minute, the latest last. */
  const looks = new Map<string, number[]>();
  /** Whoever finds out at the same time that the known ones do not fit shares one look. */
  const looking = new Map<string, Promise<readonly string[]>>();
  const look = (partnerId: string) => {
    const secrets = read(partnerId).then((found) => found.secrets);
    known.set(partnerId, { secrets, until: now().getTime() + freshForMilliseconds });
    // What could not be read is read again the next time.
    secrets.catch(() => known.delete(partnerId));
    return secrets;
  };
  const of = (partnerId: string) => {
    const remembered = known.get(partnerId);
    return remembered && remembered.until > now().getTime() ? remembered.secrets : look(partnerId);
  };
  return {
    of,
    afresh: (partnerId) => {
      const shared = looking.get(partnerId);
      if (shared) return shared;
      const at = now().getTime();
      const recent = (looks.get(partnerId) ?? []).filter((each) => at - each < 60_000);
      const last = recent.at(-1) ?? Number.NEGATIVE_INFINITY;
      if (recent.length >= freshLooksAMinute && at - last < betweenFreshLooksMilliseconds) return of(partnerId);
      looks.set(partnerId, [...recent, at]);
      const found = look(partnerId).finally(() => looking.delete(partnerId));
      looking.set(partnerId, found);
      return found;
    },
  };
}
