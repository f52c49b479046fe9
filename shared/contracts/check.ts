import { readAmount, secondsOf } from '../sla/amount.ts';
import { secondOf } from '../sla/count.ts';
import { serviceHours } from '../sla/service-hours.ts';
import { type Contract, calendarNameOf, calendarOf, clockTime } from './contract.ts';
import { entitlementAt } from './entitlement.ts';
import { inForce } from './in-force.ts';
import { roleOf } from './roles.ts';
import { tieAmong } from './target.ts';

/** What is wrong with a contract although each of its parts is right: place and rule. */
export function problemsIn(contract: Contract): string[] {
  const tie = tieAmong(contract.targets);
  return [
    ...(Object.hasOwn(contract.calendars, clockTime.name)
      ? [`calendars.${clockTime.name}: this name is taken: it stands for clock time`]
      : []),
    ...(contract.phoneHours === undefined || Object.hasOwn(contract.calendars, contract.phoneHours)
      ? []
      : [`phoneHours: there is no calendar ${contract.phoneHours}: ${namesOf(contract)}`]),
    ...contract.targets.flatMap((_, i) => problemsOfTarget(contract, i)),
    ...(tie ? [`targets: ${tie}`] : []),
    ...contract.ladder.flatMap(({ to }, i) => problemsOfRecipients(contract, to, `ladder.${i}.to`)),
    ...Object.entries(contract.roles).flatMap(([name, all]) =>
      all.flatMap(({ during }, i) =>
        during === undefined || Object.hasOwn(contract.calendars, during)
          ? []
          : [`roles.${name}.${i}.during: there is no calendar ${during}`],
      ),
    ),
  ];
}

/** A promise that the calendar cannot hold in so many years is not meant. */
const mostYears = 10;

function problemsOfTarget(contract: Contract, i: number): string[] {
  const target = contract.targets[i];
  const amount = readAmount(target?.within ?? '');
  if (!target || !amount) return [];
  const name = calendarNameOf(target, contract.calendars);
  const place = `targets.${i}`;
  if (name === undefined) return [`${place}.calendar: business time needs a calendar: ${namesOf(contract)}`];
  if (amount.unit !== 'clock' && !Object.hasOwn(contract.calendars, name))
    return [`${place}.calendar: there is no calendar ${name}: ${namesOf(contract)}`];
  if (amount.unit === 'clock' && target.calendar !== undefined)
    return [`${place}.calendar: clock time runs round the clock and takes no calendar`];
  if (target.from === 'first-response' && !['resolution', 'update'].includes(target.clock))
    return [`${place}.from: only resolution and update can count from the first response`];
  if (target.clock === 'complaint' && target.kind !== undefined)
    return [`${place}.kind: the complaint clock is for complaints, whatever else is said`];
  return isWithinReach(contract, name, amount)
    ? []
    : [`${place}.within: the calendar ${name} does not hold that in ${mostYears} years`];
}

function isWithinReach(contract: Contract, name: string, amount: NonNullable<ReturnType<typeof readAmount>>): boolean {
  const { calendar } = calendarOf(contract, name);
  const start = secondOf(contract.effectiveFrom);
  try {
    return serviceHours(calendar).add(start, secondsOf(amount, calendar, start)) - start < mostYears * 366 * 24 * 3600;
  } catch {
    return false;
  }
}

const namesOf = ({ calendars }: Contract): string =>
  Object.keys(calendars).length > 0 ? `name one of ${Object.keys(calendars).join(', ')}` : 'the contract has none';

const problemsOfRecipients = ({ roles }: Contract, to: readonly string[], place: string): string[] =>
  to.flatMap((each) => {
    const name = roleOf(each);
    return name === undefined || Object.hasOwn(roles, name) ? [] : [`${place}: there is no role ${name}`];
  });

/** What is wrong with contracts together, though each is right by itself: at every moment from which something else holds. */
export function checkTogether(contracts: readonly Contract[]): string[] {
  const from = Math.min(...contracts.filter((each) => each.default).map(({ effectiveFrom }) => Date.parse(effectiveFrom)));
  const moments = [...new Set(contracts.flatMap(boundariesOf))].filter((at) => at >= from).sort((a, b) => a - b);
  const together = moments.flatMap((at) => problemsAt(contracts, new Date(at)));
  const none = Number.isFinite(from) ? [] : ['exactly one contract must be the default, not 0'];
  return [...new Set([...none, ...together, ...versionsOutOfOrder(contracts)])];
}

const boundariesOf = ({ effectiveFrom, entitlement }: Contract): number[] =>
  [effectiveFrom, ...entitlement.flatMap(({ from, until }) => [from, until])].flatMap((at) =>
    at === undefined ? [] : [Date.parse(at)],
  );

function problemsAt(contracts: readonly Contract[], at: Date): string[] {
  const holding = inForce(contracts, at).filter(({ entitlement }) => entitlementAt(entitlement, at).state !== 'ended');
  const defaults = holding.filter((each) => each.default).length;
  const since = ` (from ${at.toISOString().slice(0, 10)} on)`;
  return [
    ...(defaults === 1 ? [] : [`exactly one contract must be the default, not ${defaults}${since}`]),
    ...ownedTwice(holding),
  ];
}

function versionsOutOfOrder(contracts: readonly Contract[]): string[] {
  const sorted = [...contracts].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version));
  return sorted.flatMap((each, i) => {
    const before = sorted[i - 1];
    if (before?.id !== each.id) return [];
    if (before.version === each.version) return [`${each.id}: two files have version ${each.version}`];
    return Date.parse(before.effectiveFrom) < Date.parse(each.effectiveFrom)
      ? []
      : [`${each.id}: version ${each.version} must take effect after version ${before.version}`];
  });
}

/** A mailbox, a hotline, a domain, an address, a number or an account leads to one contract. */
function ownedTwice(contracts: readonly Contract[]): string[] {
  const owners = new Map<string, string>();
  return contracts.flatMap(({ id, mailboxes, hotlines, chat, customers }) => {
    const owned = [
      ...mailboxes.map((each) => `mailbox ${each}`),
      ...(chat ? [`chat key ${chat.key}`] : []),
      ...hotlines.map((each) => `hotline ${each}`),
      ...customers.domains.map((each) => `domain ${each}`),
      ...customers.addresses.map((each) => `address ${each}`),
      ...customers.phones.map((each) => `phone ${each}`),
      ...customers.accounts.map((each) => `account ${each}`),
    ];
    return owned.flatMap((what) => {
      const other = owners.get(what);
      if (other !== undefined) return [`${id}: ${what} belongs to ${other}`];
      owners.set(what, id);
      return [];
    });
  });
}
