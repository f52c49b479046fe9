import { commitmentFor } from '../../../shared/contracts/commitments.ts';
import type { Contract } from '../../../shared/contracts/contract.ts';
import { entitlementAt } from '../../../shared/contracts/entitlement.ts';
import { inForce } from '../../../shared/contracts/in-force.ts';
import { peopleOf, roleOf } from '../../../shared/contracts/roles.ts';
import type { Facts } from '../../../shared/contracts/target.ts';
import { formatDuration, formatInstant } from '../../../shared/notices/format.ts';
import { type Clock, clockMetrics } from '../../../shared/sla/clock.ts';
import { isoOf, secondOf } from '../../../shared/sla/count.ts';
import type { Step } from '../../../shared/sla/ladder.ts';
import type { Segment } from '../../../shared/sla/receipt.ts';
import { type Second, zoneOf } from '../../../shared/sla/time-zone.ts';
import { promisedAtOpening } from '../../../shared/tickets/promises.ts';

/** The version of this contract that a request received at `at` is under. Throws Error where there is none. */
export function versionAt(contracts: readonly Contract[], id: string, at: Date): Contract {
  const found = inForce(contracts, at).find((each) => each.id === id);
  if (found) return found;
  const ids = [...new Set(contracts.map((each) => each.id))];
  throw new Error(
    ids.includes(id)
      ? `no version of ${id} is in force at ${at.toISOString()}`
      : `there is no contract ${id}; there are ${ids.join(', ')}`,
  );
}

/** What a request of a person, received at `at`, is promised at once, and why: lines for people to read. */
export function explainDue(contract: Contract, facts: Facts, at: Date): string[] {
  const { id, version, name, timeZone, effectiveFrom, entitlement } = contract;
  const { state, reason } = entitlementAt(entitlement, at);
  const clocks = promisedAtOpening(contract, facts, at);
  const received = `${facts.kind}, ${facts.priority}, by ${facts.channel}, received ${inBoth(at.toISOString(), timeZone)}`;
  return [
    `${id} version ${version} (${name}), in force since ${effectiveFrom}, ${state}${reason ? `: ${reason}` : ''}`,
    received,
    ...(state === 'suspended' ? ['nothing is promised while the contract is suspended'] : []),
    ...(state === 'ended' ? ['nothing is promised any more: whoever writes is served under the default contract'] : []),
    ...clocks.flatMap((clock) => ['', ...explainClock(clock, contract)]),
    ...later(contract, facts, clocks),
  ];
}

/** What is promised to such a request and does not count from its receipt. */
function later(contract: Contract, facts: Facts, clocks: readonly Clock[]): string[] {
  const promised = clockMetrics.flatMap((metric) => {
    const commitment = commitmentFor(contract, metric, facts);
    return commitment && !clocks.some((clock) => clock.metric === metric) ? [commitment] : [];
  });
  const lines = promised.flatMap(({ metric, target, from }) => {
    if (from === 'first-response') return [`${metric}: within ${target} of the first response`];
    return metric === 'next-response' ? [`${metric}: within ${target} of each further message of the customer`] : [];
  });
  return lines.length > 0 ? ['', ...lines] : [];
}

function explainClock({ metric, dueAt, receipt, steps }: Clock, contract: Contract): string[] {
  const due = dueAt === undefined ? 'not due while the contract is suspended' : `due ${inBoth(dueAt, receipt.timeZone)}`;
  return [
    `${metric}: within ${receipt.target}, ${due}`,
    ...receipt.segments.flatMap((segment) => explainSegment(segment, receipt.timeZone)),
    ...(receipt.holidaysKnownThrough
      ? [`  beware: public holidays are known through ${receipt.holidaysKnownThrough} only; after that none is counted`]
      : []),
    ...steps.map((step) => `  ${explainStep(step, contract)}`),
  ];
}

function explainSegment({ calendar, calendarVersion, seconds, counted, omitted }: Segment, timeZone: string): string[] {
  const intervals = counted.map(
    ([from, to]) => `    ${span(wallClock(from, timeZone), wallClock(to, timeZone))}: ${formatDuration(to - from, 'en')}`,
  );
  const middle = intervals.length / 2;
  const listed = omitted ? [...intervals.slice(0, middle), `    … ${omitted} more …`, ...intervals.slice(middle)] : intervals;
  return [`  counted on the calendar ${calendar} (${calendarVersion}): ${formatDuration(seconds, 'en')}`, ...listed];
}

function explainStep({ name, at, to, skipWhenAcknowledged }: Step, contract: Contract): string {
  const when = at === undefined ? 'not while the contract is suspended' : written(wallClock(secondOf(at), contract.timeZone));
  const whom = to.map((each) => whomOf(each, contract, at)).join(', ');
  return `${name}: ${when}, to ${whom}${skipWhenAcknowledged ? ', unless an earlier step was acknowledged' : ''}`;
}

/** Who fills a role depends on the moment. */
function whomOf(recipient: string, contract: Contract, at: string | undefined): string {
  const isNamed = roleOf(recipient) === undefined || at === undefined;
  return isNamed ? recipient : `${peopleOf([recipient], contract, new Date(at)).join(', ')} (${recipient})`;
}

const inBoth = (iso: string, timeZone: string): string => `${formatInstant(iso, timeZone, 'en')}, ${isoOf(secondOf(iso))}`;

interface WallClock {
  day: string;
  time: string;
}

function wallClock(at: Second, timeZone: string): WallClock {
  const shown = new Date(zoneOf(timeZone).wallOf(at) * 1000);
  const weekday = shown.toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' });
  return { day: `${weekday} ${shown.toISOString().slice(0, 10)}`, time: shown.toISOString().slice(11, 19).replace(/:00$/, '') };
}

const written = ({ day, time }: WallClock): string => `${day} ${time}`;
const span = (from: WallClock, to: WallClock): string => `${written(from)} – ${from.day === to.day ? to.time : written(to)}`;
