import * as z from 'zod/mini';
import { clock } from '../sla/clock.ts';

/** Who made it happen. */
export const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), address: z.optional(z.string()), phone: z.optional(z.string()) }),
  /** Somebody's own system, through the webhooks of a partner of ours. */
  z.object({ kind: z.literal('partner'), id: z.string() }),
  z.object({ kind: z.literal('agent'), id: z.string() }),
  /** Somebody whom an escalation was mailed to, by the link in it. */
  z.object({ kind: z.literal('staff'), address: z.string() }),
  z.object({ kind: z.literal('system') }),
]);
export type Actor = z.infer<typeof actor>;

/** What every event has. `at` is when it happened in the world, in milliseconds; `recordedAt` when we wrote it down. */
export const base = { at: z.string(), recordedAt: z.string(), by: actor };

/** The clocks as the event leaves them: those that it starts or changes. */
export const clocks = z._default(z.array(clock), []);
