import type { Log } from '../lambda/log.ts';
import { callAbandoned, callTaken } from '../tickets/decide.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Actor, TicketEvent } from '../tickets/ticket-events.ts';
import { ClaimTaken, Overtaken, untilNotOvertaken } from '../tickets/tickets.ts';
import { type CallTicket, type Leg, type Outcome, outcomeOf, type Talk } from './call.ts';
import type { CallRecord } from './calls.ts';
import type { ContactCentre } from './contact-centre.ts';
import type { ContactFacts } from './contact-event.ts';
import { type CallDesk, contractOfCaller, languageOfCaller, openForCall } from './take-call.ts';

export interface FollowingDesk extends CallDesk {
  centre: Pick<ContactCentre, 'describe' | 'setAttributes'>;
  log: Log;
}

/** What is known of a contact goes onto its ticket: that the call was taken, or that the caller gave up. Each once, however often it comes. */
export async function followCall(facts: ContactFacts, desk: FollowingDesk): Promise<void> {
  const leg = await desk.calls.merge(facts);
  const record = await desk.calls.find(leg.initialContactId);
  const outcome = outcomeOf(leg, record);
  const ticket = record.ticket ?? (await ticketOfUnanswered(leg, record, outcome, desk));
  if (ticket && (outcome.kind === 'taken' || outcome.kind === 'abandoned')) await settle(ticket, leg, outcome, desk);
  if (outcome.kind !== 'unknown') await forget(leg, record, desk);
}

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

async function settle({ ticketId }: CallTicket, leg: Leg, outcome: Settled, desk: FollowingDesk): Promise<void> {
  const { tickets, contracts, calls, now } = desk;
  const what = outcome.kind === 'taken' ? 'TAKEN' : 'ABANDONED';
  const claim = calls.settledClaim(leg.initialContactId, what, leg.isCallBack ? leg.legId : undefined);
  await untilNotOvertaken(async () => {
    if (await tickets.claimed(claim)) return;
    const ticket = await tickets.find(ticketId);
    if (!ticket) throw new Error(`ticket ${ticketId} is not there`);
    const occasion = { at: new Date(outcome.at), now: now(), by: byOf(outcome, ticket) };
    const events: TicketEvent[] =
      outcome.kind === 'taken'
        ? callTaken(ticket, await contracts.of(ticket), occasion)
        : callAbandoned(ticket, outcome.waitedSeconds, occasion);
    try {
      await tickets.append(ticket, events, [claim]);
      desk.log.info('call settled', { contactId: leg.initialContactId, ticketId, what });
    } catch (error) {
      throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
    }
  });
}

function byOf(outcome: Settled, { requester: { phone } }: Ticket): Actor {
  if (outcome.kind === 'abandoned') return { kind: 'customer', phone };
  return outcome.agentId === undefined ? { kind: 'system' } : { kind: 'agent', id: outcome.agentId };
}
