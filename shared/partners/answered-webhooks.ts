import * as z from 'zod/mini';
import { keys } from '../dynamo/table.ts';
import { CallerError } from '../errors.ts';
import { digest } from '../ids.ts';
import type { Claim } from '../tickets/tickets.ts';
import { answersKeptDays } from './limits.ts';

/** What a webhook was answered: kept with what it changed, so that a repetition is told the very same. */
export const keptAnswer = z.object({ bodyDigest: z.string(), status: z.int(), answer: z.string() });
export type KeptAnswer = z.infer<typeof keptAnswer>;

/** A webhook by its sender's id for it and by its bytes: the same id with other bytes is a mistake of the sender's. */
export interface Webhook {
  partnerId: string;
  webhookId: string;
  bodyDigest: string;
}

export const webhookOf = (partnerId: string, webhookId: string, body: Uint8Array): Webhook => ({
  partnerId,
  webhookId,
  bodyDigest: digest(body),
});

export const webhookClaimName = 'webhook';

/** The item that makes a repetition known. It goes away `answersKeptDays` after; time to live is tidying, and may come later. */
export const webhookClaim = ({ partnerId, webhookId }: Webhook, now: Date): Claim => ({
  name: webhookClaimName,
  item: {
    ...keys.request(`webhook#${partnerId}`, webhookId),
    kind: 'request',
    expiresAt: Math.floor(now.getTime() / 1000) + answersKeptDays * 24 * 3600,
  },
});

export const remembering = ({ bodyDigest }: Webhook, status: number, body: unknown): KeptAnswer => ({
  bodyDigest,
  status,
  answer: JSON.stringify(body),
});

/** What the first of these was answered. Throws CallerError where that had another body. */
export function answeredBefore(item: Record<string, unknown>, { bodyDigest }: Webhook): { status: number; body: unknown } {
  const kept = keptAnswer.parse(item);
  if (kept.bodyDigest !== bodyDigest)
    throw new CallerError('conflict', 'was used for another body before: each event needs an id of its own', 'webhook-id');
  return { status: kept.status, body: JSON.parse(kept.answer) };
}

/** Keeps the answer to a webhook that changes nothing. Throws ClaimTaken where a repetition was quicker. */
export type KeepAnswer = (claim: Claim) => Promise<void>;
