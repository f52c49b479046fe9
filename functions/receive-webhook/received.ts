import type { Webhook } from '../../shared/partners/answered-webhooks.ts';
import type { EventType, PartnerEvent, PartnerEventOf } from '../../shared/partners/event-schemas.ts';
import type { Partner } from '../../shared/partners/partner.ts';
import type { Claim } from '../../shared/tickets/tickets.ts';

/** A webhook that has been verified, counted and read. */
export interface Received<Event extends PartnerEvent = PartnerEvent> {
  partner: Partner;
  webhook: Webhook;
  /** Makes a repetition known; whoever carries the webhook out writes it, with the answer, together with what it changes. */
  claim: Claim;
  /** When API Gateway took it. */
  at: Date;
  event: Event;
  /** A field as the partner itself calls it. */
  sourceOf: (field: string) => string;
}
export type ReceivedOf<Type extends EventType> = Received<PartnerEventOf<Type>>;
