import { keys } from '../dynamo/table.ts';
import type { Claim } from '../tickets/tickets.ts';

export interface ExternalIds {
  /** The id of the ticket that the partner calls so. */
  ticketOf(partnerId: string, externalId: string): Promise<string | undefined>;
}

export const externalIdClaimName = 'external-id';

/** Written with the ticket: no second one of this partner gets the same name. */
export const externalIdClaim = (partnerId: string, externalId: string, ticketId: string): Claim => ({
  name: externalIdClaimName,
  item: { ...keys.externalId(partnerId, externalId), kind: 'external-id', ticketId },
});
