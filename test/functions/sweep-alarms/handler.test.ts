import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/sweep-alarms/handler.ts';
import type { Ringing } from '../../../shared/sla/alarms.ts';
import { monday } from '../../support/builders.ts';
import { context } from '../../support/lambda-events.ts';
import { aLog, aMeter } from '../../support/recorders.ts';

const alarm = (n: number): Ringing => ({ ticketId: `tkt_${n}`, alarmAt: '2026-01-05T07:00:00Z' });

function sweeping(
  pages: Ringing[][],
  ringAll: (alarms: readonly Ringing[]) => Promise<void> = async () => undefined,
  nudge: () => Promise<number> = async () => 0,
) {
  const rung: Ringing[] = [];
  const asked: string[] = [];
  const { log, lines } = aLog();
  const { meter, values } = aMeter();
  const handler = createHandler({
    log,
    meter,
    nudge,
    now: () => new Date(monday.getTime() + 250),
    overdue: async function* (until) {
      asked.push(until);
      yield* pages;
    },
    ringAll: async (alarms) => {
      await ringAll(alarms);
      rung.push(...alarms);
    },
  });
  return { sweep: () => handler({}, context), rung, asked, lines, swept: () => values('AlarmsSwept') };
}

describe('sweep-alarms', () => {
  it('rings everything that is overdue, over all pages, counts it and warns', async () => {
    const { sweep, rung, swept, lines } = sweeping([[alarm(1), alarm(2)], [alarm(3)]]);
    expect(await sweep()).toEqual({ swept: 3, nudged: 0 });
    expect(rung).toEqual([alarm(1), alarm(2), alarm(3)]);
    expect(swept()).toEqual([3]);
    expect(lines).toMatchObject([{ level: 'WARN', message: 'alarms had not rung', swept: 3 }]);
  });
  it('leaves alone what was due less than 90 s ago: that may still ring by itself', async () => {
    const { sweep, asked } = sweeping([]);
    await sweep();
    expect(asked).toEqual(['2026-01-05T07:58:30Z']);
  });
  it('says 0 when nothing is overdue, so that its silence means that it does not run', async () => {
    const { sweep, swept, lines } = sweeping([]);
    await sweep();
    expect(swept()).toEqual([0]);
    expect(lines).toEqual([]);
  });
  it('fails when the queue refuses: the next run finds the same alarms again', async () => {
    const { sweep, swept } = sweeping([[alarm(1)]], () => Promise.reject(new Error('the alarm queue refused 1 of 1')));
    await expect(sweep()).rejects.toThrow('refused');
    expect(swept()).toEqual([]);
  });
  it('asks reclocking jobs that stand still to go on, after the alarms, which matter more', async () => {
    const order: string[] = [];
    const { sweep, lines } = sweeping(
      [[alarm(1)]],
      async () => void order.push('rings'),
      async () => order.push('nudges'),
    );
    expect(await sweep()).toEqual({ swept: 1, nudged: 2 });
    expect(order).toEqual(['rings', 'nudges']);
    expect(lines.at(-1)).toMatchObject({ level: 'INFO', nudged: 2 });
  });
  it('has rung and counted when it cannot read the jobs, and fails: the next run asks them', async () => {
    const { sweep, rung, swept } = sweeping([[alarm(1)]], undefined, () => Promise.reject(new Error('no network')));
    await expect(sweep()).rejects.toThrow('no network');
    expect([rung, swept()]).toEqual([[alarm(1)], [1]]);
  });
});
