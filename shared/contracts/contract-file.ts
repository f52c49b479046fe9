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
  const document = parseDocument(yaml, { prettyErrors: true });
  if (document.errors.length > 0)
    throw new ContractFileError(
      file,
      document.errors.map(({ message }) => message),
    );
  const read = z.safeParse(contract, document.toJS({ maxAliasCount: 100 }));
  if (read.success) return read.data;
  throw new ContractFileError(
    file,
    read.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole file'}: ${message}`),
  );
}

/** What is wrong with contracts together, though each is right by itself. */
export function checkTogether(contracts: readonly Contract[]): string[] {
  const problems: string[] = [];
  const defaults = contracts.filter((each) => each.default);
  if (defaults.length !== 1) problems.push(`exactly one contract must be the default, not ${defaults.length}`);
  const seen = new Map<string, string>();
  for (const { id, mailboxes } of contracts) {
    if ([...seen.values()].includes(id)) problems.push(`${id}: two files have this id`);
    for (const mailbox of mailboxes) {
      const other = seen.get(mailbox);
      if (other) problems.push(`${id}: mailbox ${mailbox} belongs to ${other}`);
      seen.set(mailbox, id);
    }
  }
  return problems;
}
