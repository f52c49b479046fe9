import middy from '@middy/core';
import type { Now } from '../../shared/clock.ts';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { Meter } from '../../shared/metrics/meter.ts';
import type { TicketQueue } from '../../shared/tickets/ticket-queue.ts';

export interface Dependencies {
  log: Log;
  meter: Meter;
  queue: TicketQueue;
  now: Now;
}

export function createHandler({ log, meter, queue, now }: Dependencies) {
  return middy()
    .use(invocationLog(log))
    .handler(async () => {
      let open = 0;
      let late = 0;
      let oldest = now().getTime();
      for (const status of ['open', 'pending'] as const) {
        for await (const tickets of queue.each(status)) {
          open += tickets.length;
          late += tickets.filter(({ runningLate }) => runningLate).length;
          for (const { unansweredSince } of tickets) if (unansweredSince) oldest = Math.min(oldest, Date.parse(unansweredSince));
        }
      }
      meter('OpenTickets', open);
      meter('RunningLate', late);
      meter('OldestUnanswered', Math.max(0, (now().getTime() - oldest) / 1000));
    });
}
