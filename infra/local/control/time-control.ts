import * as z from 'zod/mini';
import type { Activity } from '../activity.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../http-api/exchange.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { durationMilliseconds, instantMilliseconds } from './durations.ts';
import { InputError, readBody } from './input.ts';

export interface TimeControl {
  read(): HttpResponse;
  /** Answers when everything due by the new time has settled. */
  move(request: HttpRequest): Promise<HttpResponse>;
  /** Answers when no work is in flight; 504, naming the work, when that takes too long. */
  settle(): Promise<HttpResponse>;
  /** Milliseconds since the epoch: how the clock has been moved so far. */
  moves(): readonly { from: number; to: number }[];
}

export interface TimeControlOptions {
  clock: Pick<VirtualClock, 'now' | 'offset' | 'moveTo'>;
  activity: Pick<Activity, 'idle' | 'current'>;
  /** Real milliseconds. */
  patience?: number | undefined;
}

const moveSchema = z.strictObject({ advance: z.optional(z.string()), set: z.optional(z.string()) });
/** The clock reads a four-digit year everywhere it is shown. */
const latest = Date.UTC(9999, 0, 1);

export function createTimeControl({ clock, activity, patience = 60_000 }: TimeControlOptions): TimeControl {
  let moving: Promise<unknown> = Promise.resolve();
  const moves: { from: number; to: number }[] = [];

  const read = () =>
    jsonResponse(200, { now: new Date(clock.now()).toISOString(), offsetSeconds: Math.round(clock.offset() / 1000) });

  const move = async ({ advance, set }: z.infer<typeof moveSchema>): Promise<HttpResponse> => {
    const now = clock.now();
    const target = advance === undefined ? instantMilliseconds('set', set ?? '') : now + durationMilliseconds('advance', advance);
    const field = advance === undefined ? 'set' : 'advance';
    if (target > latest) throw new InputError(field, 'must stay before the year 9999');
    if (target < now) throw new InputError(field, `must not be in the past: it is ${new Date(now).toISOString()}`);
    moves.push({ from: now, to: target });
    try {
      await clock.moveTo(target);
    } catch (error) {
      // A move of next to nothing can be overtaken by time itself, which then has done what was asked.
      if (!(error instanceof RangeError)) throw error;
      await activity.idle();
    }
    return read();
  };

  return {
    read,
    move: (request) => {
      const asked = readBody(moveSchema, request);
      if ((asked.advance === undefined) === (asked.set === undefined))
        throw new InputError('body', 'must have exactly one of advance and set');
      // One after the other, so that two advances add up.
      const moved = moving.then(() => move(asked));
      moving = moved.catch(() => undefined);
      return moved;
    },
    settle: async () => {
      const { promise: late, resolve } = Promise.withResolvers<HttpResponse>();
      const timer = setTimeout(() => {
        const message = `work is still in flight after ${patience / 1000} seconds`;
        resolve(jsonResponse(504, { message, inFlight: activity.current() }));
      }, patience);
      try {
        return await Promise.race([activity.idle().then(() => jsonResponse(200, { settled: true })), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    moves: () => moves,
  };
}
