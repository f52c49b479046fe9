import type { Contract } from '../contracts/contract.ts';
import { callbackRequested } from '../tickets/decide.ts';
import { isReference } from '../tickets/reference.ts';
import { isDone, type Ticket } from '../tickets/ticket.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type Answer, callingBack, choosing, keyingIn, taken } from './answer.ts';
import type { CallTicket, Talk } from './call.ts';
import type { FlowRequest } from './flow-event.ts';
import { phoneHoursOf } from './phone-hours.ts';
import { type CallDesk, contractOfCaller, contractOfTalk, joinByCall, languageOfCaller, openForCall } from './take-call.ts';

/** Open requests that are read out: more would take longer than asking. */
export const mostOffered = 2;
/** Of a caller's latest tickets so many are looked at for open ones. */
export const mostLookedAt = 10;
/** UTF-16 units of a name that a chat says. */
const longestName = 100;

/** A call or chat comes in: known and read out where the caller has open requests, else opened at once. */
export async function greet(request: FlowRequest, desk: CallDesk): Promise<Answer> {
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

async function openTicketsOf(phone: string, { calls, tickets }: CallDesk): Promise<Ticket[]> {
  const ids = await calls.ticketsOf(phone, mostLookedAt);
  const found = await Promise.all(ids.map((id) => tickets.find(id)));
  return found.flatMap((ticket) => (ticket && !isDone(ticket.status) ? [ticket] : [])).slice(0, mostOffered);
}

/** The caller pressed a key of what was read out; `none` where they pressed nothing that fits. */
export async function choose(request: FlowRequest, desk: CallDesk): Promise<Answer> {
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
export async function keyed(request: FlowRequest, desk: CallDesk): Promise<Answer> {
  const { talk, ticket } = await desk.calls.find(request.contactId);
  if (!talk) return greet(request, desk);
  if (ticket) return answerFor(talk, ticket, desk);
  const digits = request.parameters.keyed ?? '';
  const found = isReference(digits) ? await desk.tickets.findByReference(digits) : undefined;
  return found ? answerFor(talk, await joinByCall(found.id, talk, desk), desk, true) : keyingIn(talk, true);
}

/** The caller would rather be called back. `isFull`: they could not wait. Throws where that cannot be noted: the flow then says no more. */
export async function callBack(request: FlowRequest, desk: CallDesk, isFull: boolean): Promise<Answer> {
  const { contactId } = request;
  const { talk, ticket } = await desk.calls.find(contactId);
  if (!talk) throw new Error('a call back of a call that was never noted');
  const { ticketId } = ticket ?? (await openForCall(talk, desk));
  const contract = contractOfTalk(await desk.contracts.all(), talk);
  const hours = phoneHoursOf(contract, desk.now());
  if (talk.phone !== undefined) await noteCallBack(ticketId, talk, hours.isOpen ? undefined : hours.opensAt, desk);
  return callingBack(talk, { contract, hours, isFull });
}

async function noteCallBack(ticketId: string, talk: Talk, after: Date | undefined, { tickets, calls, now }: CallDesk) {
  const claim = calls.settledClaim(talk.contactId, 'CALL-BACK');
  const { phone } = talk;
  await untilNotOvertaken(async () => {
    if (await tickets.claimed(claim)) return;
    const ticket = await tickets.find(ticketId);
    if (!ticket) throw new Error(`ticket ${ticketId} is not there`);
    const at = now();
    const events = callbackRequested(ticket, { phone, after }, { at, now: at, by: { kind: 'customer', phone } });
    try {
      await tickets.append(ticket, events, [claim]);
    } catch (error) {
      throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
    }
  });
}

async function answerFor(talk: Talk, ticket: CallTicket, desk: CallDesk, isJoined = false): Promise<Answer> {
  const contract: Contract = contractOfTalk(await desk.contracts.all(), talk);
  // As it was when the ticket was written: what is said agrees with what is there.
  const now = phoneHoursOf(contract, new Date(talk.startedAt));
  const closed = { isOpen: false as const, opensAt: now.isOpen ? undefined : now.opensAt };
  return taken(talk, ticket, { contract, hours: ticket.putThrough ? { isOpen: true } : closed, isJoined });
}
