import { CallerError } from '../../shared/errors.ts';
import { idFrom } from '../../shared/ids.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { remembering } from '../../shared/partners/answered-webhooks.ts';
import { customerReply } from '../../shared/tickets/decide.ts';
import { evolve } from '../../shared/tickets/evolve.ts';
import { untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import type { Dependencies } from './handler.ts';
import { messageOf } from './message.ts';
import type { ReceivedOf } from './received.ts';
import { stateOf } from './state.ts';
import { theirTicket } from './their-ticket.ts';

/** Adds what the customer wrote since. Throws ClaimTaken where the same webhook was quicker, CallerError for a closed ticket. */
export const addMessage = (received: ReceivedOf<'message.added'>, dependencies: Dependencies): Promise<Answer> =>
  untilNotOvertaken(async () => {
    const { partner, webhook, claim, event, at } = received;
    const { tickets, contracts, now } = dependencies;
    const { ticket, field } = await theirTicket(received, dependencies);
    if (ticket.status === 'closed')
      throw new CallerError('conflict', 'is closed and takes no further messages: open a new request', field);
    const { from = ticket.requester, text } = event.data;
    const message = messageOf(idFrom('message', 'webhook', partner.id, webhook.webhookId), from, text);
    const participants = partner.acknowledge && from.address !== undefined ? [from.address] : [];
    const occasion = { at, now: now(), by: { kind: 'partner' as const, id: partner.id } };
    const events = customerReply(ticket, { message, participants }, await contracts.of(ticket), occasion);
    const answer = { status: 200, body: stateOf(events.reduce(evolve, ticket)) };
    const kept = { ...claim, item: { ...claim.item, ...remembering(webhook, answer.status, answer.body) } };
    await tickets.append(ticket, events, [kept]);
    return answer;
  });
