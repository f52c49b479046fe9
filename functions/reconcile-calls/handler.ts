import middy from '@middy/core';
import { invocationLog } from '../../shared/lambda/invocation-log.ts';
import { type Work, workFailed } from '../../shared/lambda/work.ts';
import type { LiveCall } from '../../shared/telephony/calls.ts';
import { type FollowingDesk, followCall } from '../../shared/telephony/follow-call.ts';

export interface Dependencies {
  work: Work;
  desk: FollowingDesk;
}

/** Milliseconds that events are waited for before Connect is asked. */
export const patience = 10 * 60_000;
/** Milliseconds after which a call is looked for no more. */
export const furthestBack = 24 * 3600_000;
/** Calls asked about in one run: DescribeContact is throttled at ten a second, for the whole account. */
export const mostAtOnce = 100;

/** Asks Connect about calls whose end it has not told: its events come at best effort. */
export function createHandler({ work, desk }: Dependencies) {
  const { calls, centre, now } = desk;
  const dayAgo = (days: number) => new Date(now().getTime() - days * furthestBack).toISOString().slice(0, 10);

  const ask = async (live: LiveCall) => {
    const described = await centre.describe(live.legId);
    if (!described) return calls.over(live);
    const came = await followCall(described.facts, desk);
    // No step of the call can be under way any more: there is no ticket, and there will be none.
    if (came === 'nothing' || came === 'foreign') await calls.over(live);
  };

  const giveUp = async (live: LiveCall) => {
    work.log.warn('no end known after a day: not looked for any more', { contactId: live.legId, startedAt: live.startedAt });
    await calls.over(live);
  };

  return middy()
    .use(invocationLog(work.log))
    .handler(async () => {
      const at = now().getTime();
      const ageOf = ({ startedAt }: LiveCall) => at - Date.parse(startedAt);
      // What began at the end of the day before yesterday became a day old after yesterday's last run.
      const found = await Promise.all([2, 1, 0].map((days) => calls.live(dayAgo(days))));
      const due = found
        .flat()
        .filter((live) => ageOf(live) >= patience)
        .sort((a, b) => ageOf(b) - ageOf(a))
        .slice(0, mostAtOnce);
      // One after the other: fast enough for a hundred, and slow enough for the throttle.
      for (const live of due) {
        try {
          await (ageOf(live) > furthestBack ? giveUp(live) : ask(live));
        } catch (error) {
          workFailed(work, 'a call is asked about again in the next run', error, { contactId: live.legId });
        }
      }
    });
}
