import * as z from 'zod/mini';
import type { RecordedEvent } from '../tickets/ticket-events.ts';

/** The event whose notices are still to be sent. */
export const lateNotice = z.object({ ticketId: z.string(), sequence: z.int() });
export type LateNotice = z.infer<typeof lateNotice>;

/** Where notices wait that could not be sent at once. */
export interface LateNotices {
  /** Has the event's notices tried again, after the lease of a claim has run out or in so many seconds (at most 900, SQS's limit). */
  defer(recorded: RecordedEvent, seconds?: number): Promise<void>;
  find(late: LateNotice): Promise<RecordedEvent>;
}
