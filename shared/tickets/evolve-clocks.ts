import type { Clock } from '../sla/clock.ts';
import { mostCycles } from './ticket.ts';

/** Each of `changed` takes the place of the clock of its metric and cycle, or is added. */
export function replaced(clocks: Clock[], changed: Clock[]): Clock[] {
  const same = (a: Clock, b: Clock) => a.metric === b.metric && a.cycle === b.cycle;
  const all = [
    ...clocks.map((clock) => changed.find((each) => same(each, clock)) ?? clock),
    ...changed.filter((each) => !clocks.some((clock) => same(each, clock))),
  ];
  const newest = (metric: Clock['metric']) =>
    Math.max(...all.filter((clock) => clock.metric === metric).map(({ cycle }) => cycle));
  return all.filter((clock) => clock.cycle > newest(clock.metric) - mostCycles);
}
