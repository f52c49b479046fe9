import { isDeepStrictEqual } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import type { Contract } from '../../../shared/contracts/contract.ts';

/** Holidays should be known for as long as most promises reach, with time left to get them. */
const monthsAhead = 6;

/** What is right as it is and will want looking after. */
export const warningsAbout = (contracts: readonly Contract[], now: Date): string[] => [
  ...contracts.flatMap((each) => holidaysEndingSoon(each, now)),
  ...unequalEntitlements(contracts),
];

function holidaysEndingSoon({ id, calendars }: Contract, now: Date): string[] {
  return Object.entries(calendars).flatMap(([name, { calendar }]) => {
    if (calendar.kind === 'always' || !calendar.covered) return [];
    const { of, through } = calendar.covered;
    const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
    return through < today.add({ months: monthsAhead }).toString()
      ? [
          `${id}: calendars.${name}: the public holidays of ${of} are known through ${through} only; what is due later is counted without them and says so`,
        ]
      : [];
  });
}

/** A ticket goes by the version that it is under, so a suspension must stand in each of them. */
function unequalEntitlements(contracts: readonly Contract[]): string[] {
  return contracts.flatMap(({ id, version, entitlement }) => {
    const newest = contracts.filter((each) => each.id === id).sort((a, b) => b.version - a.version)[0];
    return newest && !isDeepStrictEqual(newest.entitlement, entitlement)
      ? [`${id}: versions ${version} and ${newest.version} differ in entitlement; open tickets go by that of their own version`]
      : [];
  });
}
