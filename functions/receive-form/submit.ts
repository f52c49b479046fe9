import type { SubmissionAnswer } from '../../shared/api/forms.ts';
import { contractFor, servedUnder } from '../../shared/contracts/in-force.ts';
import type { Language } from '../../shared/contracts/vocabulary.ts';
import { keys } from '../../shared/dynamo/table.ts';
import { readFields } from '../../shared/forms/fields.ts';
import type { Form } from '../../shared/forms/form.ts';
import { networkOf } from '../../shared/forms/network.ts';
import { type Problem, Refused } from '../../shared/forms/problem.ts';
import { isTooOld, readSubmissionToken, type SubmissionToken, secondsTooSoon } from '../../shared/forms/submission-token.ts';
import { digest } from '../../shared/ids.ts';
import { openOnce } from '../../shared/intake/open-once.ts';
import type { Rate } from '../../shared/rates/rate.ts';
import { promisesIn, remembered } from '../../shared/requests/promised.ts';
import { requestUrl } from '../../shared/requests/request-link.ts';
import { formatReference } from '../../shared/tickets/reference.ts';
import type { Ticket } from '../../shared/tickets/ticket.ts';
import type { Claim } from '../../shared/tickets/tickets.ts';
import { claimed } from './files.ts';
import { firstSubmission } from './first-submission.ts';
import type { Dependencies } from './handler.ts';
import { openingOf } from './opening.ts';
import type { Sent } from './sent.ts';

/** Where and when a submission came in. */
export interface Arrival {
  at: Date;
  address: string;
  language: Language;
}

/** How often in an hour a network that has sent all it may is asked to wait for a repetition's first; others are refused at once. */
export const mostWaitsAnHour = 20;

/** Longer than a token is good: a repetition is answered as the first was, however late. */
const answersKeptDays = 7;

/** Takes a submission in, once per token: a repetition is answered what the first was, opens nothing and counts for nothing. Throws Refused. */
export function submitting(dependencies: Dependencies) {
  const { tickets, contracts, counting, giveBack, proof, key, publicUrl, now } = dependencies;
  return async (
    form: Form,
    sent: Sent,
    { at, address, language }: Arrival,
  ): Promise<{ isNew: boolean; answer: SubmissionAnswer }> => {
    const secret = await key();
    const token = readSubmissionToken(sent.token, form.id, secret);
    if (!token) throw new Refused('invalid', [{ field: 'token', rule: 'forged' }]);
    if (sent.website !== '') throw new Refused('invalid', [{ field: 'website', rule: 'trap' }]);
    const { values, problems } = readFields(form, sent.typed);
    const contents = digest(JSON.stringify([[...values], sent.consent, sent.attachments]));
    const claim: Claim = {
      name: 'submission',
      item: {
        ...keys.request('receive-form', token.nonce),
        kind: 'request',
        contents,
        expiresAt: Math.floor(now().getTime() / 1000) + answersKeptDays * 24 * 3600,
      },
    };
    const answerOf = (item: Record<string, unknown>): SubmissionAnswer => {
      const { ticketId, reference, promises, ...kept } = remembered.parse(item);
      // Two requests sent with one token are two requests: neither may pass for the other.
      if (kept.contents !== contents) throw new Refused('conflict', [{ field: 'token', rule: 'sent-before' }]);
      return {
        ticket: { reference, formatted: formatReference(reference) },
        promises: promisesIn(promises, language),
        statusUrl: requestUrl({ ticketId, language: kept.language }, { publicUrl, key: secret }),
      };
    };
    const before = await tickets.claimed(claim);
    if (before) return { isNew: false, answer: answerOf(before) };
    checkAge(token, at);
    checkRules(form, sent, problems);
    const rate = rateOf(form, address);
    const countedAt = now();
    const retryAfterSeconds = await counting(rate);
    if (retryAfterSeconds !== undefined) {
      // Waiting costs us something as well.
      const mayWait = (await counting({ ...rate, purpose: `form-waits-${form.id}`, most: mostWaitsAnHour })) === undefined;
      const first = mayWait && (await firstSubmission(claim, dependencies));
      if (first) return { isNew: false, answer: answerOf(first) };
      throw new Refused('too-many', [{ field: 'form', rule: 'too-many', limit: form.submissionsPerHour }], { retryAfterSeconds });
    }
    /** It was under way at the same time as this, and counts for both. */
    const sameAs = async (first: Record<string, unknown>) => {
      await giveBack(rate, countedAt);
      return { isNew: false, answer: answerOf(first) };
    };
    if (form.challenge && !(await proof(form.challenge, sent.challenge ?? '', address))) {
      const first = await firstSubmission(claim, dependencies);
      if (first) return sameAs(first);
      throw new Refused('invalid', [{ field: 'challenge', rule: 'not-proven' }]);
    }
    const attachments = await claimed(sent.attachments, token.nonce, dependencies);

    const all = await contracts.all();
    // Nobody vouches for the address, so a form whose contract has ended is served under the default one, not under the address's own.
    const contract = servedUnder(all, form.contract, at) ?? contractFor(all, { mailboxes: [] }, at);
    const opening = openingOf({ form, values, attachments, language, contract, now: now() });
    const request = {
      opening,
      contract,
      contracts: all,
      occasion: { at, now: now(), by: { kind: 'customer' as const, address: opening.requester.address } },
    };
    const remember = (ticket: Ticket) => ({
      reference: ticket.reference,
      language: ticket.language,
      promises: ticket.clocks.map(({ metric, dueAt, receipt: { timeZone } }) => ({ clock: metric, dueAt, timeZone })),
    });
    const result = await openOnce(request, { claim, remember }, { tickets, now });
    if (!result.isNew) return sameAs(result.remembered);
    const { ticket } = result;
    return { isNew: true, answer: answerOf({ ...claim.item, ticketId: ticket.id, ...remember(ticket) }) };
  };
}

function checkAge(token: SubmissionToken, at: Date): void {
  const retryAfterSeconds = secondsTooSoon(token, at);
  if (retryAfterSeconds > 0)
    throw new Refused('too-many', [{ field: 'token', rule: 'too-soon', limit: retryAfterSeconds }], { retryAfterSeconds });
  if (isTooOld(token, at)) throw new Refused('gone', [{ field: 'token', rule: 'too-old' }]);
}

/** All at once, so that a person mends all of it at once. */
function checkRules(form: Form, { consent, attachments }: Sent, found: readonly Problem[]): void {
  const all: Problem[] = [
    ...found,
    ...(form.consent && !consent ? [{ field: 'consent', rule: 'not-agreed' as const }] : []),
    ...fileProblems(form, attachments),
  ];
  const [first, ...rest] = all;
  if (first) throw new Refused('invalid', [first, ...rest], { own: found.map(({ field }) => field) });
}

function fileProblems({ attachments: taken }: Form, named: readonly string[]): Problem[] {
  if (named.length === 0) return [];
  if (!taken) return [{ field: 'attachments', rule: 'no-files' }];
  return named.length > taken.most ? [{ field: 'attachments', rule: 'too-many-files', limit: taken.most }] : [];
}

const rateOf = (form: Form, address: string): Rate => ({
  purpose: `form-${form.id}`,
  who: networkOf(address),
  most: form.submissionsPerHour,
  windowSeconds: 3600,
});
