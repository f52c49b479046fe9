import type { Log } from '../lambda/log.ts';
import { callAbandoned, callTaken } from '../tickets/decide-call.ts';
import type { Actor } from '../tickets/event-base.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type CallTicket, type Leg, type Outcome, outcomeOf, type Talk } from './call.ts';
import type { CallRecord } from './calls.ts';
import type { ContactCentre } from './contact-centre.ts';
import type { ContactFacts } from './contact-event.ts';
import { type CallDesk, contractOfCaller, languageOfCaller, openForCall } from './take-call.ts';

export interface FollowingDesk extends CallDesk {
  centre: Pick<ContactCentre, 'describe' | 'setAttributes'>;
  /** The queue that our flows lead to: an instance may serve others as well. */
  queueId: string;
  log: Log;
}

/**
 * What is known of a contact goes onto its ticket: that the call was taken, or that the caller gave up. Each once, however often it comes.
 * Of a contact that neither came by our flow nor is in our queue nothing is kept at all: it is `foreign`.
 */
export async function followCall(facts: ContactFacts, desk: FollowingDesk): Promise<Outcome['kind'] | 'foreign'> {
  if (facts.queueId !== desk.queueId && !isOurs(await desk.calls.find(facts.initialContactId))) return 'foreign';
  const leg = await desk.calls.merge(facts);
  const record = await desk.calls.find(leg.initialContactId);
  const outcome = outcomeOf(leg, record);
  const ticket = record.ticket ?? (await ticketOfUnanswered(leg, record, outcome, desk));
  if (ticket && (outcome.kind === 'taken' || outcome.kind === 'abandoned')) await settle(ticket, leg, outcome, record.talk, desk);
  // Who hung up without a ticket may have done so while a step was writing one: it is looked at again when no step can be under way.
  const maySettleYet = outcome.kind === 'unknown' || (outcome.kind === 'nothing' && !ticket);
  if (!maySettleYet) await forget(leg, record, desk);
  return outcome.kind;
}

const isOurs = ({ talk, ticket, legs }: CallRecord): boolean => talk !== undefined || ticket !== undefined || legs.length > 0;

/** Its end is looked for no more. It was noted under the day on which either of us first heard of it. */
async function forget({ legId, initiatedAt }: Leg, { talk }: CallRecord, { calls }: FollowingDesk): Promise<void> {
  const days = new Map(
    [initiatedAt, talk?.startedAt].flatMap((at) => (at === undefined ? [] : ([[at.slice(0, 10), at]] as const))),
  );
  for (const startedAt of days.values()) await calls.over({ legId, startedAt });
}

/**
 * Somebody waits, or has spoken to us, and answer-call could not take it down: what Connect knows of the caller makes the ticket now. Who
 * hung up before they were in the queue asked for nothing.
 */
async function ticketOfUnanswered(
  leg: Leg,
  { talk, legs }: CallRecord,
  outcome: Outcome,
  desk: FollowingDesk,
): Promise<CallTicket | undefined> {
  const hasWaited = [leg, ...legs].some(({ queuedAt, connectedAt }) => queuedAt !== undefined || connectedAt !== undefined);
  if (!hasWaited && outcome.kind !== 'taken') return undefined;
  const ticket = await openForCall(talk ?? (await talkFrom(leg, desk)), desk);
  const { ticketId, reference } = ticket;
  await desk.centre.setAttributes(leg.initialContactId, { ticketId, reference });
  desk.log.info('opened for a call that nothing was noted of', { contactId: leg.initialContactId, ticketId });
  return ticket;
}

async function talkFrom({ initialContactId, initiatedAt }: Leg, { centre, contracts, now }: FollowingDesk): Promise<Talk> {
  const described = await centre.describe(initialContactId);
  const startedAt = described?.facts.initiatedAt ?? initiatedAt ?? now().toISOString();
  const caller = { phone: described?.phone, hotline: described?.hotline };
  const contract = contractOfCaller(await contracts.all(), caller, new Date(startedAt));
  return {
    contactId: initialContactId,
    channel: described?.channel ?? 'phone',
    ...caller,
    language: languageOfCaller(contract, undefined),
    contractId: contract.id,
    startedAt,
    offered: [],
  };
}

type Settled = Extract<Outcome, { kind: 'taken' | 'abandoned' }>;

async function settle(
  { ticketId, unverified }: CallTicket,
  leg: Leg,
  outcome: Settled,
  talk: Talk | undefined,
  desk: FollowingDesk,
): Promise<void> {
  const { tickets, contracts, calls, now } = desk;
  const what = outcome.kind === 'taken' ? 'TAKEN' : 'ABANDONED';
  const claim = calls.settledClaim(leg.initialContactId, what, leg.isCallBack ? leg.legId : undefined);
  await untilNotOvertaken(async () => {
    if (await tickets.claimed(claim)) return;
    const ticket = await tickets.find(ticketId);
    if (!ticket) throw new Error(`ticket ${ticketId} is not there`);
    const occasion = { at: new Date(outcome.at), now: now(), by: byOf(outcome, talk ?? ticket.requester) };
    const contract = await contracts.of(ticket);
    const events: TicketEvent[] =
      outcome.kind === 'taken'
        ? callTaken(ticket, contract, occasion, { unverified: unverified === true })
        : callAbandoned(ticket, outcome.waitedSeconds, contract, occasion);
    try {
      await tickets.append(ticket, events, [claim]);
      desk.log.info('call settled', { contactId: leg.initialContactId, ticketId, what });
    } catch (error) {
      throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
    }
  });
}

function byOf(outcome: Settled, { phone }: { phone?: string | undefined }): Actor {
  if (outcome.kind === 'abandoned') return { kind: 'customer', phone };
  return outcome.agentId === undefined ? { kind: 'system' } : { kind: 'agent', id: outcome.agentId };
}
