import { CallerError } from '../errors.ts';
import type { PageEvent } from './html-pages.ts';
import { rawBody, textIn } from './json-body.ts';

type WithBody = Pick<PageEvent, 'body' | 'isBase64Encoded' | 'headers'>;

/** A page's own form, sent without script. API Gateway hands its body over in base64. */
export const isUrlEncoded = ({ headers }: Pick<WithBody, 'headers'>): boolean =>
  /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers?.['content-type'] ?? '');

/** Parts of a body; far more than any form of ours has. */
export const mostParts = 200;

/**
 * The parts of a body in `application/x-www-form-urlencoded`. Throws CallerError for too many, and for bytes that are not UTF-8:
 * URLSearchParams would put a mark in their place, and so change what somebody wrote.
 */
export function urlEncodedIn(event: WithBody): [name: string, value: string][] {
  const pairs = textIn(rawBody(event))
    .split('&')
    .filter((pair) => pair !== '');
  if (pairs.length > mostParts) throw new CallerError('invalid', `must have at most ${mostParts} parts`, 'body');
  return pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [decoded(name), decoded(value.join('='))];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new CallerError('invalid', 'must be UTF-8', 'body');
  }
}
