import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import '../messages.ts';
import { type Contract, contract } from './contract.ts';

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
export function readContractFile(file: string, yaml: string): Contract {
  const written = contentOf(file, yaml);
  const read = z.safeParse(contract, written);
  if (!read.success) throw new ContractFileError(file, read.error.issues.map(inPlace));
  const unknown = unknownMembers(written, read.data, []);
  if (unknown.length > 0) throw new ContractFileError(file, unknown);
  return read.data;
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
    if (!(name in read)) return [inPlace({ path: place, message: 'means nothing here' })];
    return unknownMembers(value, read[name], place);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What is wrong with contracts together, though each is right by itself. */
export function checkTogether(contracts: readonly Contract[]): string[] {
  const problems: string[] = [];
  const defaults = contracts.filter((each) => each.default);
  if (defaults.length !== 1) problems.push(`exactly one contract must be the default, not ${defaults.length}`);
  const ids = new Set<string>();
  const owners = new Map<string, string>();
  for (const { id, mailboxes } of contracts) {
    if (ids.has(id)) problems.push(`${id}: two files have this id`);
    ids.add(id);
    for (const mailbox of mailboxes) {
      const other = owners.get(mailbox);
      if (other) problems.push(`${id}: mailbox ${mailbox} belongs to ${other}`);
      owners.set(mailbox, id);
    }
  }
  return problems;
}
