import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalCalendar } from '../sla/count.ts';
import { inPlace, readYaml, YamlFileError } from '../yaml-file.ts';
import { calendarDefinition, type HolidayData, resolveCalendar } from './calendar-definition.ts';
import { problemsIn } from './check.ts';
import { type Contract, contract } from './contract.ts';
import { terms } from './terms.ts';

/** A contract as people write it: one version, one file. */
export const contractFile = z.object({
  ...terms,
  calendars: z._default(
    z.record(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in lower case')), calendarDefinition),
    {},
  ),
});

/** Reads one contract written in YAML. `file` is for the messages only. Throws YamlFileError. */
export function readContractFile(file: string, yaml: string, holidayData: HolidayData): Contract {
  const read = readYaml(file, yaml, contractFile);
  const calendars = Object.fromEntries(
    Object.entries(read.calendars).map(([name, definition]) => {
      const place = ['calendars', name, 'holidays'];
      const calendar = inPlaceOr(file, place, () => resolveCalendar(definition, read.timeZone, holidayData));
      return [name, { version: versionOf(canonicalCalendar(calendar)), calendar }];
    }),
  );
  const whole = contract.parse({ ...read, calendars });
  const problems = problemsIn(whole);
  if (problems.length > 0) throw new YamlFileError(file, problems);
  return whole;
}

/** A calendar's version is what it says: 16 hexadecimal digits of its SHA-256. */
const versionOf = (canonical: string): string => createHash('sha256').update(canonical).digest('hex').slice(0, 16);

function inPlaceOr<T>(file: string, place: string[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new YamlFileError(file, [inPlace({ path: place, message: error instanceof Error ? error.message : String(error) })]);
  }
}
