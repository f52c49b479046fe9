import type { Now } from '../../shared/clock.ts';
import type { Contracts } from '../../shared/contracts/contract.ts';
import { queueConsumer } from '../../shared/lambda/queue-consumer.ts';
import type { Work } from '../../shared/lambda/work.ts';
import { ringing } from '../../shared/sla/alarms.ts';
import { nextAlarm } from '../../shared/sla/clock.ts';
import { ring } from '../../shared/tickets/ring.ts';
import { type Tickets, untilNotOvertaken } from '../../shared/tickets/tickets.ts';

export interface Dependencies {
  work: Work;
  tickets: Tickets;
  contracts: Contracts;
  now: Now;
}

export function createHandler({ work, tickets, contracts, now }: Dependencies) {
  return queueConsumer(work, async ({ body }) => {
    const { ticketId, alarmAt } = ringing.parse(JSON.parse(body));
    await untilNotOvertaken(async () => {
      const ticket = await tickets.find(ticketId);
      if (!ticket) throw new Error(`an alarm rang for ${ticketId}, which is not there`);
      const moment = momentOf(alarmAt, now());
      const events = ring(ticket, await contracts.of(ticket), moment);
      if (events.length === 0) {
        work.log.info('stale alarm', { ticketId, alarmAt });
        return;
      }
      await tickets.append(ticket, events);
      const due = Date.parse(nextAlarm(ticket.clocks) ?? alarmAt);
      work.meter('FiringLag', Math.max(0, moment.getTime() - due), {}, { ticketId });
      work.log.info('alarm acted on', { ticketId, alarmAt, events: events.map(({ type }) => type).join(' ') });
    });
  });
}

/** Machines' clocks differ: a ring that seems to come this much too early is not. */
const skewMilliseconds = 1000;

/** When the alarm rings, for the ladder: now, but just past the due instant (which is still in time) for a ring that seems to precede it. */
function momentOf(alarmAt: string, now: Date): Date {
  const early = Date.parse(alarmAt) - now.getTime();
  return early >= 0 && early <= skewMilliseconds ? new Date(Date.parse(alarmAt) + 1) : now;
}
