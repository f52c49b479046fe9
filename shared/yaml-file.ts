import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import './messages.ts';

/** A file that says something we cannot keep: each problem with its place and its rule. */
export class YamlFileError extends Error {
  readonly problems: string[];
  constructor(file: string, problems: string[]) {
    super(problems.map((problem) => `${file}: ${problem}`).join('\n'));
    this.name = 'YamlFileError';
    this.problems = problems;
  }
}

/** What people wrote in YAML, by its schema. `file` is for the messages only. Throws YamlFileError, also for what the schema does not know. */
export function readYaml<Schema extends z.ZodMiniType>(file: string, yaml: string, schema: Schema): z.infer<Schema> {
  const written = contentOf(file, yaml);
  const read = z.safeParse(schema, written);
  if (!read.success) throw new YamlFileError(file, read.error.issues.flatMap(problemsOf));
  const unknown = unknownMembers(written, read.data, []);
  if (unknown.length > 0) throw new YamlFileError(file, unknown);
  return read.data;
}

function contentOf(file: string, yaml: string): unknown {
  const document = parseDocument(yaml, { prettyErrors: true });
  const problems = document.errors.map(({ message }) => message);
  if (problems.length > 0) throw new YamlFileError(file, problems);
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // Aliases are followed only here: one without an anchor, or too many of them.
    throw new YamlFileError(file, [error instanceof Error ? error.message : String(error)]);
  }
}

/** Of a name that may not be one, zod says why only further in. */
const problemsOf = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'invalid_key' ? issue.issues.map(({ message }) => inPlace({ path: issue.path, message })) : [inPlace(issue)];

export const inPlace = ({ path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>): string =>
  `${path.join('.') || 'the whole file'}: ${message}`;

/**
 * A schema drops what it does not know, as it must for what is stored by a later version. In a file that is a slip of the pen: a
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
