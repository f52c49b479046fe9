import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import '../messages.ts';
import { canonicalCalendar } from '../sla/count.ts';
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

/** A contract file that says something we cannot keep: each problem with its place and its rule. */
export class ContractFileError extends Error {
  readonly problems: string[];
  constructor(file: string, problems: string[]) {
    super(problems.map((problem) => `${file}: ${problem}`).join('\n'));
    this.name = 'ContractFileError';
    this.problems = problems;
  }
}

/** Reads one contract written in YAML. `file` is for the messages only. Throws ContractFileError. */
export function readContractFile(file: string, yaml: string, holidayData: HolidayData): Contract {
  const written = contentOf(file, yaml);
  const read = z.safeParse(contractFile, written);
  if (!read.success) throw new ContractFileError(file, read.error.issues.flatMap(problemsOf));
  const unknown = unknownMembers(written, read.data, []);
  if (unknown.length > 0) throw new ContractFileError(file, unknown);
  const calendars = Object.fromEntries(
    Object.entries(read.data.calendars).map(([name, definition]) => {
      const place = ['calendars', name, 'holidays'];
      const calendar = inPlaceOr(file, place, () => resolveCalendar(definition, read.data.timeZone, holidayData));
      return [name, { version: versionOf(canonicalCalendar(calendar)), calendar }];
    }),
  );
  const whole = contract.parse({ ...read.data, calendars });
  const problems = problemsIn(whole);
  if (problems.length > 0) throw new ContractFileError(file, problems);
  return whole;
}

/** A calendar's version is what it says: 16 hexadecimal digits of its SHA-256. */
const versionOf = (canonical: string): string => createHash('sha256').update(canonical).digest('hex').slice(0, 16);

function inPlaceOr<T>(file: string, place: string[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new ContractFileError(file, [
      inPlace({ path: place, message: error instanceof Error ? error.message : String(error) }),
    ]);
  }
}

function contentOf(file: string, yaml: string): unknown {
  const document = parseDocument(yaml, { prettyErrors: true });
  const problems = document.errors.map(({ message }) => message);
  if (problems.length > 0) throw new ContractFileError(file, problems);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // Aliases are followed only here: one without an anchor, or too many of them.
    throw new ContractFileError(file, [error instanceof Error ? error.message : String(error)]);
  }
}

/** Of a name that may not be one, zod says why only further in. */
const problemsOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'invalid_key' ? issue.issues.map(({ message }) => inPlace({ path: issue.path, message })) : [inPlace(issue)];

const inPlace = ({ path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>): string =>
  `${path.join('.') || 'the whole file'}: ${message}`;

/**
 * The schema drops what it does not know, as it must for contracts stored by a later version. In a file that is a slip of the pen: a
 * misspelt `ladder` would otherwise be a contract by which nobody is told of anything.
 */
function unknownMembers(written: unknown, read: unknown, path: readonly string[]): string[] {
  if (!isObject(written) || !isObject(read)) return [];
  return Object.entries(written).flatMap(([name, value]) => {
    const place = [...path, name];
    if (!Object.hasOwn(read, name)) return [inPlace({ path: place, message: 'means nothing here' })];
    return unknownMembers(value, read[name], place);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
