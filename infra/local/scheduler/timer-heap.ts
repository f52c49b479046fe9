import type { Instant, Timer, VirtualClock } from '../virtual-clock.ts';

interface Entry {
  at: Instant;
  order: number;
  label: string;
  run: () => unknown;
  /** Place in the heap, -1 once it is out. */
  index: number;
}

export interface TimerHeap {
  /** As `VirtualClock.at`, at a cost that grows with the logarithm of the number of timers. */
  at(at: Instant, label: string, run: () => unknown): Timer;
  stop(): void;
}

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Holds many timers behind one timer of the clock, which looks through all of its own for the earliest: a hundred thousand schedules are
 * one entry there. Each timer still fires by itself, so that the clock settles what it started before the next one.
 */
export function createTimerHeap(clock: VirtualClock): TimerHeap {
  const heap: Entry[] = [];
  let order = 0;
  let armed: { entry: Entry; timer: Timer } | undefined;

  const place = (entry: Entry, index: number) => {
    heap[index] = entry;
    entry.index = index;
  };
  const rise = (entry: Entry) => {
    let index = entry.index;
    for (let parent = heap[(index - 1) >> 1]; index > 0 && parent && before(entry, parent); parent = heap[(index - 1) >> 1]) {
      const above = parent.index;
      place(parent, index);
      index = above;
    }
    place(entry, index);
  };
  const sink = (entry: Entry) => {
    let index = entry.index;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const child = right && left && before(right, left) ? right : left;
      if (!child || !before(child, entry)) break;
      const below = child.index;
      place(child, index);
      index = below;
    }
    place(entry, index);
  };
  const remove = (entry: Entry) => {
    const last = heap.pop();
    if (last && last !== entry) {
      place(last, entry.index);
      rise(last);
      sink(last);
    }
    entry.index = -1;
  };

  const arm = () => {
    const first = heap[0];
    if (armed?.entry === first) return;
    armed?.timer.cancel();
    armed = undefined;
    if (!first) return;
    const timer = clock.at(first.at, first.label, () => {
      armed = undefined;
      remove(first);
      arm();
      return first.run();
    });
    armed = { entry: first, timer };
  };

  return {
    at: (at, label, run) => {
      const entry: Entry = { at, order: order++, label, run, index: heap.length };
      heap.push(entry);
      rise(entry);
      arm();
      return {
        cancel: () => {
          if (entry.index < 0) return;
          remove(entry);
          arm();
        },
      };
    },
    stop: () => {
      armed?.timer.cancel();
      armed = undefined;
      heap.length = 0;
    },
  };
}
