import type { Contract } from '../contracts/contract.ts';
import { callbackRequested } from '../tickets/decide-call.ts';
import { isReference } from '../tickets/reference.ts';
import { isDone, type Ticket } from '../tickets/ticket.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type Answer, callingBack, choosing, keyingIn, taken } from './answer.ts';
import type { CallTicket, Talk } from './call.ts';
import type { FlowRequest } from './flow-event.ts';
import { type AnsweringDesk, contactOfCaller, joinByCall } from './join-by-call.ts';
import { phoneHoursOf } from './phone-hours.ts';
import { contractOfCaller, contractOfTalk, languageOfCaller, openForCall } from './take-call.ts';

/** Open requests that are read out: more would take longer than asking. */
export const mostOffered = 2;
/** Of a caller's latest tickets, on all channels, so many are looked at for open ones. */
export const mostLookedAt = 10;
/** UTF-16 units of a name that a chat says. */
const longestName = 100;

/** A call or chat comes in: known and read out where the caller has open requests, else opened at once. */
export async function greet(request: FlowRequest, desk: AnsweringDesk): Promise<Answer> {
  const { contactId, channel, phone, hotline, attributes } = request;
  const known = await desk.calls.find(contactId);
  const talk = known.talk ?? (await begin());
  if (known.ticket) return answerFor(talk, known.ticket, desk);
  const offered = await Promise.all(talk.offered.map((id) => desk.tickets.find(id)));
  const references = offered.flatMap((ticket) => (ticket ? [ticket.reference] : []));
  if (references.length > 0) return choosing(talk, references);
  return answerFor(talk, await openForCall(talk, desk), desk);

  async function begin(): Promise<Talk> {
    const at = desk.now();
    const contract = contractOfCaller(await desk.contracts.all(), { phone, hotline }, at);
    const open = channel === 'phone' && phone !== undefined ? await openTicketsOf(phone, desk) : [];
    const begun: Talk = {
      contactId,
      channel,
      phone,
      hotline,
      name: attributes.customerName?.slice(0, longestName) || undefined,
      language: languageOfCaller(contract, attributes.language),
      contractId: contract.id,
      startedAt: at.toISOString(),
      offered: open.map(({ id }) => id),
    };
    await desk.calls.begin(begun);
    return begun;
  }
}

/** Whatever the channel that they came by: whoever this number stands for has written, too. */
async function openTicketsOf(phone: string, { contacts, tickets }: AnsweringDesk): Promise<Ticket[]> {
  const { identifiers } = await contactOfCaller(phone, contacts);
  const { ticketIds } = await contacts.tickets(identifiers, mostLookedAt);
  const found = await Promise.all(ticketIds.map((id) => tickets.find(id)));
  return found.flatMap((ticket) => (ticket && !isDone(ticket.status) ? [ticket] : [])).slice(0, mostOffered);
}

/** The caller pressed a key of what was read out; `none` where they pressed nothing that fits. */
export async function choose(request: FlowRequest, desk: AnsweringDesk): Promise<Answer> {
  const { talk, ticket } = await desk.calls.find(request.contactId);
  // The greeting failed: there is nothing to choose from.
  if (!talk) return greet(request, desk);
  if (ticket) return answerFor(talk, ticket, desk);
  const place = Number(request.parameters.choice) - 1;
  const chosen = talk.offered[place];
  if (chosen !== undefined) return answerFor(talk, await joinByCall(chosen, talk, desk), desk, true);
  if (place === talk.offered.length + 1) return keyingIn(talk);
  if (place > talk.offered.length + 1) return greet(request, desk);
  return answerFor(talk, await openForCall(talk, desk), desk);
}

/** The caller keyed in a reference. */
export async function keyed(request: FlowRequest, desk: AnsweringDesk): Promise<Answer> {
  const { talk, ticket } = await desk.calls.find(request.contactId);
  if (!talk) return greet(request, desk);
  if (ticket) return answerFor(talk, ticket, desk);
  const digits = request.parameters.keyed ?? '';
  const found = isReference(digits) ? await desk.tickets.findByReference(digits) : undefined;
  return found ? answerFor(talk, await joinByCall(found.id, talk, desk), desk, true) : keyingIn(talk, true);
}

/** The caller would rather be called back. `isFull`: they could not wait. Throws where that cannot be noted: the flow then says no more. */
export async function callBack(request: FlowRequest, desk: AnsweringDesk, isFull: boolean): Promise<Answer> {
  const { contactId } = request;
  const { talk, ticket } = await desk.calls.find(contactId);
  if (!talk) throw new Error('a call back of a call that was never noted');
  const its = ticket ?? (await openForCall(talk, desk));
  const contract = await contractOfCall(talk, its, desk);
  const now = desk.now();
  const hours = phoneHoursOf(contract, now);
  // Connect carries out what its own flow has made; of any other an agent is told, since nobody else will call.
  const isConnects = request.parameters.by === 'connect';
  const after = isConnects ? undefined : hours.isOpen ? now : (hours.opensAt ?? now);
  if (talk.phone !== undefined) await noteCallBack(its.ticketId, talk, after, desk);
  return callingBack(talk, { contract, hours, isFull });
}

async function noteCallBack(ticketId: string, talk: Talk, after: Date | undefined, desk: AnsweringDesk) {
  const { tickets, calls, contracts, now } = desk;
  const claim = calls.settledClaim(talk.contactId, 'CALL-BACK');
  const { phone } = talk;
  await untilNotOvertaken(async () => {
    if (await tickets.claimed(claim)) return;
    const ticket = await tickets.find(ticketId);
    if (!ticket) throw new Error(`ticket ${ticketId} is not there`);
    const at = now();
    const occasion = { at, now: at, by: { kind: 'customer' as const, phone } };
    const events = callbackRequested(ticket, { phone, after }, await contracts.of(ticket), occasion);
    try {
      await tickets.append(ticket, events, [claim]);
    } catch (error) {
      throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
    }
  });
}

async function answerFor(talk: Talk, ticket: CallTicket, desk: AnsweringDesk, isJoined = false): Promise<Answer> {
  const contract = await contractOfCall(talk, ticket, desk);
  // As it was when the ticket was written: what is said agrees with what is there.
  const now = phoneHoursOf(contract, new Date(talk.startedAt));
  const closed = { isOpen: false as const, opensAt: now.isOpen ? undefined : now.opensAt };
  return taken(talk, ticket, { contract, hours: ticket.putThrough ? { isOpen: true } : closed, isJoined });
}

/** Calls are put through by the contract of the ticket, which a caller who joins one need not be under. */
async function contractOfCall(talk: Talk, { ticketId }: CallTicket, { contracts, tickets }: AnsweringDesk): Promise<Contract> {
  const ticket = await tickets.find(ticketId);
  return ticket ? contracts.of(ticket) : contractOfTalk(await contracts.all(), talk);
}
