import middy from '@middy/core';
import { type Now, toSecond } from '../../shared/clock.ts';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import type { Log } from '../../shared/lambda/log.ts';
import type { Meter } from '../../shared/metrics/meter.ts';
import type { Ringing } from '../../shared/sla/alarms.ts';

export interface Dependencies {
  log: Log;
  meter: Meter;
  overdue: (until: string) => AsyncIterable<Ringing[]>;
  ringAll: (alarms: readonly Ringing[]) => Promise<void>;
  /** Asks again for pages of reclocking jobs that stand still, and answers for how many. */
  nudge: () => Promise<number>;
  now: Now;
}

/** A schedule may fire up to 60 s late, and what it starts takes a moment: only what is later than this did not ring. */
const graceMilliseconds = 90_000;

export function createHandler({ log, meter, overdue, ringAll, nudge, now }: Dependencies) {
  return middy()
    .use(invocationLog(log))
    .handler(async () => {
      let swept = 0;
      for await (const alarms of overdue(toSecond(new Date(now().getTime() - graceMilliseconds)))) {
        await ringAll(alarms);
        swept += alarms.length;
      }
      meter('AlarmsSwept', swept);
      if (swept > 0) log.warn('alarms had not rung', { swept });
      const nudged = await nudge();
      if (nudged > 0) log.info('reclocking jobs asked to go on', { nudged });
      return { swept, nudged };
    });
}
