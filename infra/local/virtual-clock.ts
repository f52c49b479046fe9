import type { Activity } from './activity.ts';

/** Milliseconds since the epoch, on the local cloud's own time line. */
export type Instant = number;

export interface Timer {
  cancel(): void;
}

/** Something that wants to run at an instant. Rejections of `run` are reported by the clock, never swallowed. */
interface Entry {
  at: Instant;
  order: number;
  label: string;
  run: () => unknown;
}

/**
 * The one source of time in the local cloud: real time plus an offset that only ever grows, from wherever it begins. Every delay of a service (schedules,
 * visibility timeouts, TTL, periodic rules) is a timer here, so moving the clock fires them in the order in which they are due, each
 * at its own instant, with everything settled in between.
 */
export interface VirtualClock {
  now(): Instant;
  /** Milliseconds that this clock is ahead of the machine's; negative for one that was started in the past. */
  offset(): number;
  /** Runs once when the clock reaches `at` (at once, but never synchronously, if that has passed). */
  at(at: Instant, label: string, run: () => unknown): Timer;
  /** Runs every `period` milliseconds. A move longer than four hours runs it at most 48 times, evenly spread. */
  every(period: number, label: string, run: () => unknown): Timer;
  /** Moves forward to `target`, firing on the way; resolves when all of that has settled. Rejects a target in the past. */
  moveTo(target: Instant): Promise<void>;
  /** Tells whoever keeps a copy of the offset (a function in another process) each time it has grown. Call the answer to stop listening. */
  onMove(listener: (offset: number) => void): () => void;
  stop(): void;
}

const longestTimeout = 2 ** 31 - 1;
/** How often a periodic rule runs in one move at most. */
export const mostPeriodicRunsPerMove = 48;

/** `startAt`: what it shows at first; the machine's time, unless said. */
export function createVirtualClock(
  activity: Activity,
  report: (error: unknown, label: string) => void,
  startAt?: Instant,
): VirtualClock {
  const entries = new Set<Entry>();
  let offset = startAt === undefined ? 0 : startAt - Date.now();
  let order = 0;
  let handle: NodeJS.Timeout | undefined;
  let moving = 0;
  let stopped = false;
  let moves: Promise<unknown> = Promise.resolve();

  const moveListeners = new Set<(offset: number) => void>();

  const now = () => Date.now() + offset;

  const grow = (by: number) => {
    offset += by;
    for (const tell of moveListeners) tell(offset);
  };

  const earliest = (): Entry | undefined => {
    let first: Entry | undefined;
    for (const entry of entries) {
      if (!first || entry.at < first.at || (entry.at === first.at && entry.order < first.order)) first = entry;
    }
    return first;
  };

  const fire = (entry: Entry) => {
    entries.delete(entry);
    activity.track(entry.label, async () => entry.run()).catch((error: unknown) => report(error, entry.label));
  };

  const arm = () => {
    clearTimeout(handle);
    if (moving > 0 || stopped) return;
    const next = earliest();
    if (!next) return;
    handle = setTimeout(
      () => {
        for (let due = earliest(); due && due.at <= now(); due = earliest()) fire(due);
        arm();
      },
      Math.min(Math.max(0, next.at - now()), longestTimeout),
    );
  };

  const at = (instant: Instant, label: string, run: () => unknown): Timer => {
    const entry: Entry = { at: instant, order: order++, label, run };
    entries.add(entry);
    arm();
    return {
      cancel: () => {
        if (entries.delete(entry)) arm();
      },
    };
  };

  let moveStart = 0;
  let moveTarget = 0;

  const every = (period: number, label: string, run: () => unknown): Timer => {
    let timer: Timer;
    const step = () => (moving > 0 ? Math.max(period, (moveTarget - moveStart) / mostPeriodicRunsPerMove) : period);
    const again = () => {
      timer = at(now() + step(), label, run_);
    };
    const run_ = async () => {
      again();
      await run();
    };
    again();
    return { cancel: () => timer.cancel() };
  };

  const move = async (target: Instant) => {
    if (target < now()) throw new RangeError(`the clock only moves forward: ${new Date(target).toISOString()} has passed`);
    await activity.idle();
    moving++;
    moveStart = now();
    moveTarget = target;
    clearTimeout(handle);
    try {
      for (let next = earliest(); next && next.at <= target && !stopped; next = earliest()) {
        if (next.at > now()) grow(next.at - now());
        fire(next);
        await activity.idle();
      }
      if (target > now()) grow(target - now());
    } finally {
      moving--;
      arm();
    }
    await activity.idle();
  };

  return {
    now,
    offset: () => offset,
    at,
    every,
    moveTo: (target) => {
      const done = moves.then(() => move(target));
      moves = done.catch(() => undefined);
      return done;
    },
    onMove: (listener) => {
      moveListeners.add(listener);
      return () => moveListeners.delete(listener);
    },
    stop: () => {
      stopped = true;
      clearTimeout(handle);
      entries.clear();
    },
  };
}
