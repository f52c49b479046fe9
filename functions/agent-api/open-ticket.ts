import type { openTicket as operation } from '../../shared/api/agents/tickets.ts';
import type { Contract } from '../../shared/contracts/contract.ts';
import { contractFor, servedUnder } from '../../shared/contracts/in-force.ts';
import { CallerError } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { languageOf, mailboxFor } from '../../shared/intake/new-ticket.ts';
import { openOnce, type Request } from '../../shared/intake/open-once.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { callTaken } from '../../shared/tickets/decide-call.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import { ticketAnswer } from './change.ts';
import type { Dependencies } from './handler.ts';
import { requestOf } from './repeatable-request.ts';
import type { AskedOf } from './serve.ts';

type Ports = Pick<Dependencies, 'tickets' | 'contracts' | 'now'>;

/** A request that reached an agent by other ways than through a channel of ours. Answers the ticket; the same one for a repetition. */
export function openTicket({ tickets, contracts, now }: Ports) {
  return async ({ event, caller, body }: AskedOf<typeof operation>): Promise<Answer> => {
    const repeatable = requestOf(event, caller, now());
    const { received, answered } = occasionsOf(body, new Date(event.requestContext.timeEpoch));
    const all = await contracts.all();
    const contract = contractOf(body, all, received);
    const occasion = { at: received, now: now(), by: { kind: 'agent' as const, id: caller.id } };
    const request = {
      opening: openingOf(body, contract, newId('message', now().getTime())),
      contract,
      contracts: all,
      occasion,
      followedBy: (opened: Ticket) => (answered ? callTaken(opened, contract, { ...occasion, at: answered }) : []),
    };
    const result = await openOnce(request, repeatable, { tickets, now });
    if (result.isNew) return ticketAnswer(result.ticket, 201);
    const before = await tickets.find(String(result.remembered.ticketId));
    if (!before) throw new Error(`the ticket of a repeated request is not there: ${String(result.remembered.ticketId)}`);
    return ticketAnswer(before);
  };
}

type Opening = AskedOf<typeof operation>['body'];

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

function openingOf(body: Opening, contract: Contract, messageId: string): Request['opening'] {
  const { address, name } = body.requester;
  return {
    channel: body.channel,
    subject: body.subject,
    requester: body.requester,
    participants: address === undefined ? [] : [address],
    language: languageOf(body.language, contract),
    kind: body.kind,
    priority: body.priority,
    mailbox: mailboxFor(contract),
    nature: 'person',
    message: {
      id: messageId,
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
