import type { Contract } from '../contracts/contract.ts';
import { CallerError } from '../errors.ts';
import { isOpen } from '../sla/clock.ts';
import { dropClock } from '../sla/clocks.ts';
import { changedClocks, type Occasion, stamp } from './decide.ts';
import { afterMerge } from './promises.ts';
import { type AlsoFor, mostAlsoFor, mostMerged, mostParticipants, type Ticket } from './ticket.ts';
import type { EventOf } from './ticket-events.ts';
import type { Tickets } from './tickets.ts';

/**
 * Two tickets about the same are made one. The one that is merged is closed, its promises are not waited for any more, and what
 * was broken of them stays broken; what comes to it goes to the other from then on. All of it can be taken back.
 */

/** Merges followed from a ticket to where its mail goes; after so many the last one that was reached takes it. */
export const mostMergesFollowed = 5;

export interface Merge {
  merged: EventOf<'MergedInto'>;
  into: EventOf<'MergedFrom'>;
}

/**
 * Whoever waits for an answer in the one waits for it in the other, which is under `contract`. Throws CallerError where it would make a
 * circle, hide a ticket in one that takes nothing any more, or have answers mailed to too many.
 */
export function merge(merged: Ticket, into: Ticket, reason: string, contract: Contract, occasion: Occasion): Merge {
  if (merged.id === into.id) throw new CallerError('conflict', 'a ticket cannot be merged into itself', 'into');
  if (merged.mergedInto !== undefined)
    throw new CallerError('conflict', `the ticket is merged already, into ${merged.mergedInto}`, 'id');
  if (into.mergedInto !== undefined)
    throw new CallerError('conflict', `that ticket is merged itself, into ${into.mergedInto}`, 'into');
  if (into.status === 'closed') throw new CallerError('conflict', 'nothing can be merged into a closed ticket', 'into');
  if (into.mergedFrom.length >= mostMerged)
    throw new CallerError('conflict', `at most ${mostMerged} tickets can be merged into one`, 'into');
  const alsoFor = [merged, ...merged.alsoFor]
    .map(({ requester, language }): AlsoFor => ({ requester, language }))
    .filter(isMailed);
  if (into.alsoFor.length + alsoFor.length > mostAlsoFor)
    throw new CallerError('conflict', `answers go to at most ${mostAlsoFor} further requesters`, 'into');
  const { status, waitingFor, unansweredSince } = merged;
  const dropped = merged.clocks.map((clock) => dropClock(clock, occasion.at));
  const joined = merged.participants
    .filter((each) => !into.participants.includes(each))
    .slice(0, Math.max(0, mostParticipants - into.participants.length));
  const since = unansweredSince === undefined ? undefined : new Date(unansweredSince);
  const owed = since ? afterMerge(into, contract, since, occasion.at) : into.clocks;
  const before = { status, waitingFor, unansweredSince, clocks: merged.clocks.filter(isOpen) };
  return {
    merged: {
      type: 'MergedInto',
      ...stamp(occasion),
      into: into.id,
      reason,
      before,
      joined,
      clocks: changedClocks(merged.clocks, dropped),
    },
    into: {
      type: 'MergedFrom',
      ...stamp(occasion),
      from: merged.id,
      reference: merged.reference,
      reason,
      joined,
      alsoFor,
      unansweredSince,
      clocks: changedClocks(into.clocks, owed),
    },
  };
}

const isMailed = ({ requester }: AlsoFor): boolean => requester.address !== undefined;

/**
 * The ticket, which stands for itself. Throws CallerError for one that is merged: how it stood before waits there for an unmerge.
 */
export function standing(ticket: Ticket): Ticket {
  if (ticket.mergedInto !== undefined)
    throw new CallerError('conflict', `the ticket is merged into ${ticket.mergedInto}, which can be changed in its place`, 'id');
  return ticket;
}

export interface Unmerge {
  merged: EventOf<'Unmerged'>;
  into: EventOf<'UnmergedFrom'>;
}

/**
 * Takes a merge back, `how` being the event that it left on the merged ticket. Clocks that ran go on as if they had never
 * stopped: what came due meanwhile rings at once. What came in meanwhile stays where it is.
 */
export function unmerge(merged: Ticket, how: EventOf<'MergedInto'>, reason: string, occasion: Occasion): Unmerge {
  const { status: to, waitingFor, unansweredSince, clocks } = how.before;
  return {
    merged: { type: 'Unmerged', ...stamp(occasion), from: how.into, reason, to, waitingFor, unansweredSince, clocks },
    into: { type: 'UnmergedFrom', ...stamp(occasion), from: merged.id, reason, left: how.joined },
  };
}

/** The ticket that takes what is sent to this one: itself, or where it has been merged. */
export const standingFor = async (ticket: Ticket, tickets: Pick<Tickets, 'find'>): Promise<Ticket> =>
  (await mergesFrom(ticket, tickets)).at(-1) ?? ticket;

/** The ticket that it was merged into, the one which that was merged into, and so on. */
export async function mergesFrom(ticket: Ticket, { find }: Pick<Tickets, 'find'>): Promise<Ticket[]> {
  const merges: Ticket[] = [];
  for (let reached = ticket; reached.mergedInto !== undefined && merges.length < mostMergesFollowed; ) {
    const next = await find(reached.mergedInto);
    if (!next) return merges;
    merges.push(next);
    reached = next;
  }
  return merges;
}
