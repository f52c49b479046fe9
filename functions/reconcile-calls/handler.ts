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
  const isDue = ({ startedAt }: LiveCall): boolean => {
    const age = now().getTime() - Date.parse(startedAt);
    return age >= patience && age <= furthestBack;
  };

  const ask = async (live: LiveCall) => {
    const described = await centre.describe(live.legId);
    if (!described) return calls.over(live);
    await followCall(described.facts, desk);
  };

  return middy()
    .use(invocationLog(work.log))
    .handler(async () => {
      const today = now();
      const days = [new Date(today.getTime() - furthestBack), today].map((day) => day.toISOString().slice(0, 10));
      const found = await Promise.all([...new Set(days)].map((day) => calls.live(day, mostAtOnce)));
      // One after the other: fast enough for a hundred, and slow enough for the throttle.
      for (const live of found.flat().filter(isDue).slice(0, mostAtOnce)) {
        try {
          await ask(live);
        } catch (error) {
          workFailed(work, 'a call is asked about again in the next run', error, { contactId: live.legId });
        }
      }
    });
}
