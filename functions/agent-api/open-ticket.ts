import type * as z from 'zod/mini';
import type { Now } from '../../shared/clock.ts';
import type { Contract, Contracts } from '../../shared/contracts/contract.ts';
import { contractFor, servedUnder } from '../../shared/contracts/in-force.ts';
import { CallerError } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { appendNew, languageOf, mailboxFor, type NewTicket } from '../../shared/intake/new-ticket.ts';
import { type Answer, type ApiEvent, bodyOf } from '../../shared/lambda/http.ts';
import { callTaken } from '../../shared/tickets/decide.ts';
import { newReference } from '../../shared/tickets/reference.ts';
import { ClaimTaken, Overtaken, type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';
import { callerOf } from './caller.ts';
import { requestOf } from './repeatable-request.ts';
import { opening } from './requests.ts';

interface Ports {
  tickets: Tickets;
  contracts: Contracts;
  now: Now;
}

/** A request that reached an agent by other ways than through a channel of ours. Answers the ticket; the same one for a repetition. */
export function openTicket({ tickets, contracts, now }: Ports) {
  return async (event: ApiEvent): Promise<Answer> => {
    const caller = callerOf(event);
    const body = bodyOf(event, opening);
    const request = requestOf(event, caller, now());
    const { received, answered } = occasionsOf(body, new Date(event.requestContext.timeEpoch));
    const all = await contracts.all();
    const contract = contractOf(body, all, received);
    return untilNotOvertaken(async () => {
      const repeated = request && (await tickets.claimed(request.claim));
      if (repeated) return { status: 200, body: { ticket: await tickets.find(String(repeated.ticketId)) } };
      const id = newId('ticket', now().getTime());
      const created = newTicketOf(body, contract, { id, messageId: newId('message', now().getTime()) });
      const occasion = { at: received, now: now(), by: { kind: 'agent' as const, id: caller.id } };
      const claims = request ? [{ ...request.claim, item: { ...request.claim.item, ticketId: id } }] : [];
      try {
        const ticket = await appendNew(created, contract, all, occasion, claims, tickets, (opened) =>
          answered ? callTaken(opened, contract, { ...occasion, at: answered }) : [],
        );
        return { status: 201, body: { ticket } };
      } catch (error) {
        // A repetition was quicker, or the drawn reference belongs to another ticket: look again.
        throw error instanceof ClaimTaken ? new Overtaken(id) : error;
      }
    });
  };
}

type Opening = z.infer<typeof opening>;

/** A letter may have lain on a desk, but not for a year. */
const longestDelayMilliseconds = 30 * 24 * 3600 * 1000;

/** When the request came and when somebody took it. Throws CallerError for an order of events that cannot be. */
function occasionsOf(
  { channel, receivedAt, answeredAt }: Opening,
  requestedAt: Date,
): { received: Date; answered: Date | undefined } {
  const received = receivedAt === undefined ? requestedAt : new Date(receivedAt);
  const answered = answeredAt === undefined ? undefined : new Date(answeredAt);
  if (received > requestedAt) throw new CallerError('invalid', 'must not lie in the future', 'receivedAt');
  if (requestedAt.getTime() - received.getTime() > longestDelayMilliseconds)
    throw new CallerError('invalid', 'must not be more than 30 days ago', 'receivedAt');
  if (answered && channel !== 'phone')
    throw new CallerError('invalid', 'only a call is answered while it is opened', 'answeredAt');
  if (answered && (answered < received || answered > requestedAt))
    throw new CallerError('invalid', 'must lie between receivedAt and now', 'answeredAt');
  return { received, answered };
}

/** The contract that the request names, or that its requester has. Throws CallerError for one that is not in force. */
function contractOf({ contract, requester }: Opening, all: readonly Contract[], at: Date): Contract {
  if (contract === undefined) return contractFor(all, { ...requester, mailboxes: [] }, at);
  const named = servedUnder(all, contract, at);
  if (!named) throw new CallerError('invalid', 'must be the id of a contract in force', 'contract');
  return named;
}

function newTicketOf(body: Opening, contract: Contract, ids: { id: string; messageId: string }): NewTicket {
  const { address, name } = body.requester;
  return {
    id: ids.id,
    reference: newReference(),
    channel: body.channel,
    subject: body.subject,
    requester: body.requester,
    participants: [address],
    language: languageOf(body.language, contract),
    kind: body.kind,
    priority: body.priority,
    mailbox: mailboxFor(contract),
    nature: 'person',
    message: {
      id: ids.messageId,
      from: { address, name },
      to: [],
      cc: [],
      text: body.text,
      textCut: false,
      attachments: [],
      attachmentsCut: false,
    },
  };
}
