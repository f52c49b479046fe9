import { contractFor } from '../../shared/contracts/in-force.ts';
import { CallerError } from '../../shared/errors.ts';
import { idFrom } from '../../shared/ids.ts';
import type { Requester } from '../../shared/intake/inbound-message.ts';
import { languageOf, mailboxFor } from '../../shared/intake/new-ticket.ts';
import { openOnce } from '../../shared/intake/open-once.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { answeredBefore, remembering } from '../../shared/partners/answered-webhooks.ts';
import { externalIdClaim, externalIdClaimName } from '../../shared/partners/external-ids.ts';
import { longestDelayDays } from '../../shared/partners/limits.ts';
import type { Partner } from '../../shared/partners/partner.ts';
import { mostSkewSeconds } from '../../shared/partners/standard-webhooks.ts';
import { formatReference } from '../../shared/tickets/reference.ts';
import { ClaimTaken } from '../../shared/tickets/tickets.ts';
import type { Dependencies } from './handler.ts';
import { messageOf } from './message.ts';
import type { ReceivedOf } from './received.ts';
import { stateOf } from './state.ts';

/** Opens a ticket in the partner's name. Throws CallerError where the partner has another request of that number. */
export async function openRequest(received: ReceivedOf<'request.opened'>, dependencies: Dependencies): Promise<Answer> {
  const { partner, webhook, claim, event, sourceOf } = received;
  const { tickets, contracts, now } = dependencies;
  const { externalId, subject, text, kind, priority, language } = event.data;
  const at = occurredAt(received);
  const all = await contracts.all();
  const contract = contractFor(all, { account: partner.id, mailboxes: [] }, at);
  const request = {
    opening: {
      channel: 'webhook' as const,
      subject,
      ...writtenTo(event.data.requester, partner),
      language: languageOf(language ?? partner.language, contract),
      kind,
      priority,
      mailbox: mailboxFor(contract),
      nature: 'person' as const,
      message: messageOf(idFrom('message', 'webhook', partner.id, webhook.webhookId), event.data.requester, text),
    },
    contract,
    contracts: all,
    occasion: { at, now: now(), by: { kind: 'partner' as const, id: partner.id } },
    with: ({ id }: { id: string }) => [externalIdClaim(partner.id, externalId, id)],
  };
  const once = {
    claim,
    remember: (ticket: Parameters<typeof stateOf>[0]) => ({ ...remembering(webhook, 201, stateOf(ticket)) }),
  };
  try {
    const result = await openOnce(request, once, { tickets, now });
    return result.isNew ? { status: 201, body: stateOf(result.ticket) } : answeredBefore(result.remembered, webhook);
  } catch (error) {
    if (!(error instanceof ClaimTaken && error.claim === externalIdClaimName)) throw error;
    throw await isOpenAlready(partner, externalId, sourceOf('data.externalId'), dependencies);
  }
}

/**
 * Whom we write to. Where the partner itself tells the people it relays for, their addresses are kept with the message only: whatever
 * mails the requester then finds none. The account is always the partner, whose ticket it is.
 */
function writtenTo(person: Requester, { id, acknowledge }: Partner): { requester: Requester; participants: string[] } {
  const { address, name, phone } = person;
  if (!acknowledge) return { requester: { name, account: id }, participants: [] };
  return { requester: { address, name, phone, account: id }, participants: address === undefined ? [] : [address] };
}

/** From when its promises count. A partner's clock may be as far ahead as its signatures; that counts as now. */
function occurredAt({ event, at, sourceOf }: ReceivedOf<'request.opened'>): Date {
  const { occurredAt: written } = event.data;
  if (written === undefined) return at;
  const occurred = new Date(written);
  const field = sourceOf('data.occurredAt');
  if (occurred.getTime() - at.getTime() > mostSkewSeconds * 1000)
    throw new CallerError('invalid', 'must not lie in the future', field);
  if (at.getTime() - occurred.getTime() > longestDelayDays * 24 * 3600_000)
    throw new CallerError('invalid', `must not be more than ${longestDelayDays} days ago`, field);
  return occurred < at ? occurred : at;
}

async function isOpenAlready(
  { id }: Partner,
  externalId: string,
  field: string,
  { externalIds, tickets }: Pick<Dependencies, 'externalIds' | 'tickets'>,
): Promise<CallerError> {
  const ticketId = await externalIds.ticketOf(id, externalId);
  const ticket = ticketId === undefined ? undefined : await tickets.find(ticketId);
  if (!ticket) throw new Error(`the ticket of a number that is taken is not there: ${ticketId}`);
  const named = formatReference(ticket.reference);
  return new CallerError(
    'conflict',
    `is open already, as ${named}: add messages to it, or give the new request a number of its own`,
    field,
  );
}
