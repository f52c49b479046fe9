import { CallerError, type CallerErrorCode } from '../errors.ts';
import { words } from './words/by-language.ts';
import type { RuleName } from './words/words.ts';

/** A rule that a submission breaks. `field` as an HTML form names it: `token`, `email`, `attachments`, one of the form's own. */
export interface Problem {
  field: string;
  rule: RuleName;
  /** The number that the rule speaks of. */
  limit?: number;
}

/** All that is wrong with a submission: a page shows all of it, a program is told the first, in English and by its own name for it. */
export class Refused extends CallerError {
  readonly problems: readonly Problem[];

  constructor(
    code: CallerErrorCode,
    problems: readonly [Problem, ...Problem[]],
    { retryAfterSeconds, own = [] }: { retryAfterSeconds?: number; own?: readonly string[] } = {},
  ) {
    const [{ field, rule, limit = 0 }] = problems;
    const written = own.includes(field) ? `fields.${field}` : field;
    super(code, words.en.rules[rule](limit), written, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
    this.problems = problems;
  }
}
