import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createActivity } from '../../../../infra/local/activity.ts';
import { createTimerHeap } from '../../../../infra/local/scheduler/timer-heap.ts';
import { createVirtualClock, type VirtualClock } from '../../../../infra/local/virtual-clock.ts';

/** A clock that fires only when told to, and holds at most one timer. */
function handClock() {
  let pending: { at: number; run: () => unknown } | undefined;
  const clock: VirtualClock = {
    ...createVirtualClock(createActivity(), () => undefined),
    at: (at, _label, run) => {
      expect(pending).toBeUndefined();
      pending = { at, run };
      return {
        cancel: () => {
          pending = undefined;
        },
      };
    },
  };
  const fire = () => {
    const due = pending;
    pending = undefined;
    due?.run();
    return due?.at;
  };
  return { clock, fire };
}

it('fires in order of time, then of making, whatever is cancelled in between', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.nat(20), cancelled: fc.boolean() }), { maxLength: 60 }), (plans) => {
      const { clock, fire } = handClock();
      const heap = createTimerHeap(clock);
      const fired: number[] = [];
      const timers = plans.map(({ at }, index) => heap.at(at, 'x', () => fired.push(index)));
      plans.forEach(({ cancelled }, index) => {
        if (cancelled) timers[index]!.cancel();
      });
      while (fire() !== undefined);
      const expected = plans.map(({ at, cancelled }, index) => ({ at, index, cancelled })).filter(({ cancelled }) => !cancelled);
      expect(fired).toEqual(expected.sort((a, b) => a.at - b.at || a.index - b.index).map(({ index }) => index));
    }),
  );
});

it('holds a hundred thousand timers without looking through all of them each time', () => {
  const { clock, fire } = handClock();
  const heap = createTimerHeap(clock);
  const started = performance.now();
  const timers = Array.from({ length: 100_000 }, (_, index) => heap.at((index * 7919) % 100_003, 'x', () => undefined));
  for (const timer of timers.slice(0, 50_000)) timer.cancel();
  let fired = 0;
  while (fire() !== undefined) fired++;
  expect(fired).toBe(50_000);
  // About 0.7 s on an idle machine; looking through all would take minutes.
  expect(performance.now() - started).toBeLessThan(15_000);
});
