import * as z from 'zod/mini';
import { localDate } from '../sla/calendar.ts';
import type { Pause } from '../sla/receipt.ts';

/**
 * Whether service is owed. `active`, `in-notice`: all promises hold. `suspended`: requests are taken in and answered with the reason; every
 * clock stands still, those of new tickets too, until it is over. `ended`: whoever writes is nobody's customer any more and belongs to the
 * default contract; what was promised before goes on.
 */
export const entitlementStates = ['active', 'suspended', 'in-notice', 'ended'] as const;

const instantRule = 'must be an instant such as 2026-03-01T00:00:00+01:00';
export const instant = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/, { error: instantRule, abort: true }),
  // Date.parse takes the 30th of February for the 2nd of March.
  z.refine((text) => z.safeParse(localDate, text.slice(0, 10)).success && Number.isFinite(Date.parse(text)), instantRule),
);

interface Bounds {
  from: string;
  until?: string | undefined;
}

const follows = (next: Bounds, before: Bounds | undefined): boolean =>
  before === undefined ||
  (Date.parse(before.from) < Date.parse(next.from) && Date.parse(before.until ?? before.from) <= Date.parse(next.from));

export const entitlement = z
  .array(
    z
      .object({ state: z.enum(entitlementStates), from: instant, until: z.optional(instant), reason: z.optional(z.string()) })
      .check(
        z.refine(({ from, until }) => until === undefined || Date.parse(from) < Date.parse(until), 'must end after it begins'),
        z.refine(
          ({ state, reason }) => state !== 'suspended' || reason !== undefined,
          'a suspension must say its reason, which the customer is told',
        ),
      ),
  )
  .check(z.refine((all) => all.every((next, i) => follows(next, all[i - 1])), 'must be in order and must not overlap'));
export type Entitlement = z.infer<typeof entitlement>;
type Period = Entitlement[number];

/** What holds at this moment; a contract that says nothing of it is active. A period without end lasts until the next begins. */
export function entitlementAt(periods: Entitlement, at: Date): Pick<Period, 'state' | 'reason'> {
  const period = periods.findLast(({ from }) => Date.parse(from) <= at.getTime());
  const isOver = period?.until !== undefined && Date.parse(period.until) <= at.getTime();
  return period && !isOver ? period : { state: 'active', reason: undefined };
}

/** The suspensions as times that no clock of the contract counts. */
export const suspensions = (periods: Entitlement): Pause[] =>
  periods.flatMap(({ state, from, until }, i) => {
    if (state !== 'suspended') return [];
    const end = until ?? periods[i + 1]?.from;
    return [{ from: toIso(from), until: end === undefined ? undefined : toIso(end), reason: 'suspended' as const }];
  });

const toIso = (text: string): string => `${new Date(Date.parse(text)).toISOString().slice(0, 19)}Z`;
