import type { Now } from '../clock.ts';
import type { Contract, Contracts } from '../contracts/contract.ts';
import { keys } from '../dynamo/table.ts';
import type { Meter } from '../metrics/meter.ts';
import { failedDelivery } from '../tickets/decide.ts';
import { evolve } from '../tickets/evolve.ts';
import { stepAfter } from '../tickets/ring.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { EventOf, TicketEvent } from '../tickets/ticket-events.ts';
import { type Claim, ClaimTaken, Overtaken, type Tickets, untilNotOvertaken } from '../tickets/tickets.ts';
import { sameAddress } from './mail-address.ts';
import { stepMailed } from './notice.ts';
import type { NoticeKey } from './outbox.ts';

/** A mail of ours that did not reach its recipient, or was not wanted. */
export interface Undelivered {
  notice: NoticeKey;
  /** Whom it did not reach. */
  recipients: string[];
  permanent: boolean;
  detail: string;
  /** When it failed, ISO 8601. */
  at: string;
  /** Makes a repeat a no-op. */
  claim: Claim;
}

export interface Noting {
  tickets: Pick<Tickets, 'find' | 'event' | 'claimed' | 'append'>;
  contracts: Pick<Contracts, 'of'>;
  now: Now;
  meter: Meter;
}

type StepTaken = EventOf<'SlaWarned' | 'Escalated'>;

/**
 * Puts on the ticket that a mail did not arrive. A warning or an escalation that will never arrive has the ladder's next step taken with
 * it, once for each step, however many of its people were not reached. Does nothing for a ticket that is not there.
 */
export const noteUndelivered = (failure: Undelivered, ports: Noting): Promise<void> =>
  untilNotOvertaken(async () => {
    const { notice, recipients, permanent, detail, claim } = failure;
    const ticket = await ports.tickets.find(notice.ticketId);
    if (!ticket) return;
    const occasion = { at: new Date(failure.at), now: ports.now(), by: { kind: 'system' as const } };
    const failed = failedDelivery({ recipients, permanent, detail }, occasion);
    const unheard = permanent ? await stepUnheard(failure, ports.tickets) : undefined;
    const further = unheard && (await nextSteps(ticket, unheard, ports));
    try {
      await ports.tickets.append(ticket, [...failed, ...(further?.events ?? [])], [claim, ...(further?.claims ?? [])]);
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      // Another mail of the same step failed at the same moment, and its note was quicker: decided again, this one is only noted.
      if (error.claim === onceAStep) throw new Overtaken(ticket.id);
      return;
    }
    if (unheard) ports.meter('EscalationsUndelivered', 1, {}, { ticketId: ticket.id });
  });

/** The step that the mail was to tell somebody of, and whom it did not tell. */
interface Unheard {
  sequence: number;
  step: StepTaken;
  people: string[];
}

/** Undefined for a mail of any other kind. */
async function stepUnheard({ notice, recipients }: Undelivered, tickets: Pick<Tickets, 'event'>): Promise<Unheard | undefined> {
  const mailed = stepMailed(notice.noticeId);
  if (!mailed) return undefined;
  const step = (await tickets.event(notice.ticketId, mailed.sequence))?.event;
  if (step?.type !== 'SlaWarned' && step?.type !== 'Escalated') return undefined;
  // SES names nobody where it rejects a mail.
  const to = step.to[mailed.place - 1];
  return { sequence: mailed.sequence, step, people: to === undefined ? recipients : [...recipients, to] };
}

const onceAStep = 'undelivered step';

async function nextSteps(
  ticket: Ticket,
  { sequence, step, people }: Unheard,
  { tickets, contracts, now }: Noting,
): Promise<{ events: TicketEvent[]; claims: Claim[] }> {
  const claim = { name: onceAStep, item: { ...keys.request('undelivered', `${ticket.id}#${sequence}`), kind: 'request' } };
  if (await tickets.claimed(claim)) return { events: [], claims: [] };
  const events = afterUndelivered(ticket, await contracts.of(ticket), step, people, now());
  return { events, claims: events.length > 0 ? [claim] : [] };
}

/**
 * The next step, taken at once, without the people who were just not reached; where that leaves nobody, the one after it as well. Nothing
 * once somebody has taken note of this step, or of any where the next is only for when nobody has.
 */
export function afterUndelivered(
  ticket: Ticket,
  contract: Contract,
  { clock, cycle, step }: Pick<StepTaken, 'clock' | 'cycle' | 'step'>,
  unreached: readonly string[],
  now: Date,
): TicketEvent[] {
  const steps = ticket.clocks.find((each) => each.metric === clock && each.cycle === cycle)?.steps ?? [];
  const isNoted = steps.some(({ acknowledgedAt }) => acknowledgedAt !== undefined);
  const named = (wanted: string) => steps.find(({ name }) => name === wanted);
  if (named(step)?.acknowledgedAt !== undefined) return [];
  return stepAfter(ticket, contract, { clock, cycle, step }, now).flatMap((next): TicketEvent[] => {
    if (next.type !== 'Escalated') return [next];
    if (isNoted && named(next.step)?.skipWhenAcknowledged) return [];
    const to = next.to.filter((person) => !unreached.some((each) => sameAddress(each, person)));
    const told = { ...next, to };
    return to.length > 0 ? [told] : [told, ...afterUndelivered(evolve(ticket, told), contract, told, unreached, now)];
  });
}
