import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The cases of one file of vectors; undefined where the folder has no such file. Throws Error where it holds something else. */
export function readCases<Case>(folder: string, name: string): Case[] | undefined {
  const file = path.join(folder, name);
  if (!existsSync(file)) return undefined;
  const content = JSON.parse(readFileSync(file, 'utf8')) as Case[] | { cases?: Case[] };
  const cases = Array.isArray(content) ? content : content.cases;
  if (!Array.isArray(cases)) throw new Error(`${file} holds no list of cases`);
  return cases;
}

/** The vectors ask for something that this adapter has no counterpart for. */
export class Unsupported extends Error {
  constructor(what: string) {
    super(`unsupported: ${what}`);
    this.name = 'Unsupported';
  }
}

/** How one case came out. `ignored`: the vectors themselves doubt it. */
export interface Verdict {
  id: string;
  suite: string;
  /** The operation of a calendar case, the fields that a sequence expects. */
  op: string;
  result: 'right' | 'miss' | 'differs' | 'ignored';
  /** Which fields are not as expected. */
  wrong: string[];
  expected: unknown;
  got: unknown;
  /** Where the vectors allow two readings: which of them the answer is. */
  reading?: 'expect' | 'alternative' | 'reference';
}

/** What a throw says, so that one odd case does not end the run. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
