import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/measure-backlog/handler.ts';
import type { Status } from '../../../shared/tickets/ticket.ts';
import { ticketSummary } from '../../../shared/tickets/ticket-queue.ts';
import { aTicket, minutesLater } from '../../support/builders.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog, aMeter } from '../../support/recorders.ts';

const summary = (unansweredSince: Date | undefined, runningLate = false) =>
  ticketSummary.parse({ ...aTicket(), unansweredSince: unansweredSince?.toISOString(), runningLate });

async function measured(pages: Partial<Record<Status, ReturnType<typeof summary>[][]>>, at = minutesLater(60)) {
  const { meter, lines } = aMeter();
  const handler = createHandler({
    log: aLog().log,
    meter,
    now: () => at,
    queue: {
      find: () => Promise.reject(new Error('not asked for')),
      each: async function* (of) {
        yield* pages[of] ?? [];
      },
    },
  });
  await handler({}, context);
  return Object.fromEntries(lines.flatMap((line) => Object.entries(line).filter(([name]) => name !== '_aws')));
}

describe('measure-backlog', () => {
  it('counts what is open and what waits for the customer, over all pages, and nothing that is done', async () => {
    const one = summary(undefined);
    expect(await measured({ open: [[one, one], [one]], pending: [[one]], resolved: [[one]], closed: [[one]] })).toMatchObject({
      OpenTickets: 4,
    });
  });
  it('counts those that run late', async () => {
    expect(
      await measured({ open: [[summary(undefined, true), summary(undefined)]], pending: [[summary(undefined, true)]] }),
    ).toMatchObject({
      RunningLate: 2,
    });
  });
  it('tells the age of the oldest message without an answer, in seconds', async () => {
    const pages = { open: [[summary(minutesLater(20))], [summary(minutesLater(10)), summary(undefined)]] };
    expect(await measured(pages)).toMatchObject({ OldestUnanswered: 50 * 60 });
  });
  it('says 0 for an empty desk, and for a message from a moment that is still to come by our clock', async () => {
    expect(await measured({})).toEqual({ OpenTickets: 0, RunningLate: 0, OldestUnanswered: 0 });
    expect(await measured({ open: [[summary(minutesLater(61))]] })).toMatchObject({ OldestUnanswered: 0 });
  });
});
