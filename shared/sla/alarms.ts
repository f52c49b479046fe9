import * as z from 'zod/mini';

/** What rings: a ticket whose next step was due at `alarmAt` when the alarm was set. The ticket decides whether that still holds. */
export const ringing = z.object({
  ticketId: z.string(),
  alarmAt: z.string().check(z.refine((text) => Number.isFinite(Date.parse(text)), 'must be an ISO instant')),
});
export type Ringing = z.infer<typeof ringing>;

export interface Alarms {
  /** Makes sure that `ticketId` rings at `at` (ISO 8601, whole seconds), now if that has passed. Doing it twice is harmless. */
  set(alarm: Ringing): Promise<void>;
  /** Takes an alarm back. One that has rung already, or never was, is no error. */
  cancel(alarm: Ringing): Promise<void>;
}

/**
 * An alarm's name: one per ticket and moment, not one per ticket. A schedule deletes itself some time after it has rung, and an update
 * that comes in between would be lost with it; a new name never meets the old schedule.
 */
export const alarmName = ({ ticketId, alarmAt }: Ringing): string => `${ticketId}.${alarmAt.replace(/[^0-9T]/g, '')}`;
