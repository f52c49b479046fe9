import * as z from 'zod/mini';

/**
 * What deliver-webhook is told. Of a lane: there is something to send, or (`wait`) the wait of this number may be over, or (`now`) it is
 * to be tried whether or not it waits. Of a subscription: all its lanes that are behind are to be tried, those after `after`.
 */
export const wakeUp = z.union([
  z.object({
    subscriptionId: z.string(),
    ticketId: z.string(),
    wait: z.optional(z.int()),
    now: z.optional(z.boolean()),
  }),
  z.object({ subscriptionId: z.string(), everyLane: z.object({ after: z.optional(z.string()) }) }),
]);
export type WakeUp = z.infer<typeof wakeUp>;
export type LaneWakeUp = Extract<WakeUp, { ticketId: string }>;

/** The longest that SQS keeps a message back, in seconds (SQS API reference, SendMessage). Longer waits are several messages, one after the other. */
export const longestDelaySeconds = 900;

export interface WakeUps {
  /** Rejects unless all of them are taken. At most `longestDelaySeconds`. */
  send(wakeUps: readonly WakeUp[], delaySeconds?: number): Promise<void>;
}

/** For how long the next message is to be kept back, so that it comes at `until` or is one of those before it. */
export const delayUntil = (until: string, now: Date): number =>
  Math.min(longestDelaySeconds, Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 1000)));
