import { isDeepStrictEqual } from 'node:util';
import { checkTogether } from './check.ts';
import type { Contract, ContractVersion } from './contract.ts';
import { inForce } from './in-force.ts';

/** What becomes of one version: `write` what is new, `replace` what may change in a version that is there, `leave` what is the same. */
export interface Step {
  action: 'write' | 'replace' | 'leave';
  contract: Contract;
  /** What of it is replaced. */
  changed: Changeable[];
}

export interface Plan {
  steps: Step[];
  /** Whose open tickets are to be counted again: when the version is in the table, and once it is in force. Twice changes nothing more. */
  toReclock: ContractVersion[];
  /** Why none of it may be applied. */
  problems: string[];
}

/**
 * What may change in a version that is applied, because none of it was agreed with the customer: on which dates the agreed hours are not
 * kept, whether the customer is served at present, and who of us is told.
 */
const changeable = ['calendars', 'entitlement', 'roles'] as const;
type Changeable = (typeof changeable)[number];

/** What is to be done so that the table holds these contracts too; `stored` are all that it holds. */
export function planApplying(stored: readonly Contract[], wanted: readonly Contract[], at: Date): Plan {
  const isWanted = (each: Contract) => wanted.some((other) => isSameVersion(each, other));
  const all = [...stored.filter((each) => !isWanted(each)), ...wanted];
  const problems = [...wanted.flatMap((each) => problemsOf(each, stored, all, at)), ...checkTogether(all)];
  if (problems.length > 0) return { steps: [], toReclock: [], problems };
  const steps = wanted.map((each) => stepFor(each, stored));
  const toReclock = steps
    .filter((each) => isConcerning(each, stored))
    .map(({ contract: { id, version } }) => ({ contractId: id, contractVersion: version }));
  return { steps, toReclock, problems };
}

const isSameVersion = (a: Contract, b: Contract) => a.id === b.id && a.version === b.version;

function stepFor(contract: Contract, stored: readonly Contract[]): Step {
  const before = stored.find((each) => isSameVersion(each, contract));
  if (!before) return { action: 'write', contract, changed: [] };
  const changed = changeable.filter((member) => !isDeepStrictEqual(before[member], contract[member]));
  return { action: changed.length > 0 ? 'replace' : 'leave', contract, changed };
}

function problemsOf(wanted: Contract, stored: readonly Contract[], all: readonly Contract[], at: Date): string[] {
  const { id, version, effectiveFrom } = wanted;
  const before = stored.find((each) => isSameVersion(each, wanted));
  if (before) {
    const other = differences(agreedIn(before), agreedIn(wanted));
    const next = 1 + Math.max(...all.filter((each) => each.id === id).map((each) => each.version));
    return other.length === 0
      ? []
      : [`${id}: version ${version} is applied already and says something else (${other.join(', ')}): write version ${next}`];
  }
  // Where nobody has been served under this contract yet, its whole history may be written.
  const current = inForce(stored, at).find((each) => each.id === id);
  return current && Date.parse(effectiveFrom) < at.getTime()
    ? [
        `${id}: version ${version} would take effect at ${effectiveFrom}, but version ${current.version} is in force: an amendment takes effect from now on, never in the past`,
      ]
    : [];
}

/** The part of a version that is never rewritten. Of calendars that is which hours are served, not on which dates they are not. */
function agreedIn(contract: Contract): Record<string, unknown> {
  const hours = Object.entries(contract.calendars).map(([name, { calendar }]) => [
    name,
    calendar.kind === 'always' ? calendar.kind : { timeZone: calendar.timeZone, week: calendar.week },
  ]);
  return { ...contract, entitlement: undefined, roles: undefined, calendars: Object.fromEntries(hours) };
}

/** Names of the members that differ. */
const differences = (a: Record<string, unknown>, b: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !isDeepStrictEqual(a[name], b[name]));

/** Other dates and other suspensions concern the tickets of that version; an amendment also those of the versions before it. */
const isConcerning = ({ action, contract, changed }: Step, stored: readonly Contract[]): boolean =>
  changed.some((member) => member !== 'roles') ||
  (action === 'write' && contract.amendsOpenTickets && stored.some(({ id }) => id === contract.id));
