/** The row of one notice: claimed before it is sent, so that a retry or a second reader does not send it again. */
export interface NoticeKey {
  ticketId: string;
  noticeId: string;
}

/**
 * `claimed`: ours to send now. `pending`: somebody claimed it moments ago, and either sends it now or died; ask again after the lease.
 * `done`: sent, or withheld for good. `withheld`: just now, because its recipient has had too many.
 */
export type ClaimResult = 'claimed' | 'pending' | 'done' | 'withheld';

/** How many automatic mails one address may get in an hour. */
export interface RateLimit {
  address: string;
  perHour: number;
}

/** What SES tells later of a mail that it took. */
export const deliveryStates = ['delivered', 'delayed', 'bounced', 'complained', 'rejected'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** What the outbox knows of one notice. Instants are ISO 8601. */
export interface NoticeRow {
  /** `<sequence>-<kind>-<n>`: the event it is about, and the place in its list of recipients. */
  noticeId: string;
  kind: string;
  recipient: string;
  /** `claimed`: being sent, or its sender died. `withheld`: for good. */
  state: 'claimed' | 'sent' | 'withheld';
  claimedAt: string;
  sentAt?: string | undefined;
  /** The last word of SES, if it said more than that it took the mail. */
  delivery?: DeliveryState | undefined;
  deliveryAt?: string | undefined;
  /** Why it is withheld. */
  reason?: string | undefined;
}

export interface Outbox {
  claim(notice: NoticeKey, about: { kind: string; recipient: string }, limit?: RateLimit): Promise<ClaimResult>;
  /** Says of a notice that was not claimed that it will never be sent, and why. Doing it twice is harmless. */
  withhold(notice: NoticeKey, about: { kind: string; recipient: string; reason: string }): Promise<void>;
  /** Keeps SES's id, which is the Message-ID that answers will refer to. Doing it twice is harmless. */
  markSent(notice: NoticeKey, sesMessageId: string): Promise<void>;
  /**
   * Notes what SES says of a mail: that it took it, and, with `state`, what became of it. Makes up for a note of the sending that was never
   * made. What comes after a later event is passed over. Does nothing if the notice is not there.
   */
  noteEvent(notice: NoticeKey, event: { sesMessageId: string; state: DeliveryState | undefined; at: string }): Promise<void>;
  /** Every notice of a ticket, in the order of the events they are about. Those that were never claimed are not in it. */
  list(ticketId: string): Promise<NoticeRow[]>;
}

/**
 * SES has no idempotency token: who dies between its acceptance and our note of it leaves a claim behind. For this long the claim stands;
 * meanwhile SES's own "Send" event tells note-delivery, which makes the note, and nothing is sent twice. Longer than send-notices may run, and
 * long enough for note-delivery to fail once and come again (its queue's visibility time-out and its own time-out; a test of infra holds that).
 */
export const leaseSeconds = 150;
