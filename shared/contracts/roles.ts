import * as z from 'zod/mini';
import type { NamedCalendar } from '../sla/count.ts';
import { serviceHours } from '../sla/service-hours.ts';

export const mostPeople = 20;

export const person = z.string().check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be a mail address'));

/** Whom a rung tells: addresses, and roles of the contract as `role:duty`. */
export const recipient = z
  .string()
  .check(z.regex(/^(role:[a-z][a-z0-9-]{0,39}|[^\s@<>]+@[^\s@<>]+)$/, 'must be a mail address or a role such as role:duty'));

/** Who fills a role: the first whose hours are open, so that the last, without hours, takes what is left. */
export const role = z
  .array(
    z.object({
      people: z
        .array(person)
        .check(
          z.minLength(1, 'must name at least one person'),
          z.maxLength(mostPeople, `must name at most ${mostPeople} people`),
        ),
      /** The name of a calendar of the contract. */
      during: z.optional(z.string()),
    }),
  )
  .check(
    z.minLength(1, 'must name somebody'),
    z.refine(
      (all) => all.at(-1)?.during === undefined,
      'the last must be on duty at any hour: without it nobody is told outside those hours',
    ),
  );
export type Role = z.infer<typeof role>;

export const roleOf = (to: string): string | undefined => /^role:(.+)$/.exec(to)?.[1];

/** The addresses behind these recipients at this moment, each once. A role that the contract does not have names nobody. */
export function peopleOf(
  to: readonly string[],
  { roles, calendars }: { roles: Record<string, Role>; calendars: Record<string, Omit<NamedCalendar, 'name'>> },
  at: Date,
): string[] {
  const second = Math.floor(at.getTime() / 1000);
  const isOnDuty = (during: string | undefined) => {
    const calendar = during === undefined ? undefined : calendars[during]?.calendar;
    return calendar === undefined || serviceHours(calendar).isOpen(second);
  };
  const people = to.flatMap((each) => {
    const name = roleOf(each);
    return name === undefined ? [each] : (roles[name]?.find(({ during }) => isOnDuty(during))?.people ?? []);
  });
  return [...new Set(people)];
}
