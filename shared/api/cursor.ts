import { CallerError } from '../errors.ts';
import { digest } from '../ids.ts';

/** Where a list goes on, for its reader to hand back: good for the list that it was made for and for no other. */
export const cursorFor = (list: unknown, place: string): string =>
  Buffer.from(JSON.stringify([markOf(list), place])).toString('base64url');

/** The place that a cursor stands for; undefined without one. Throws CallerError for one that was not made for this list. */
export function placeIn(list: unknown, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const [mark, place] = contentsOf(cursor);
  if (mark !== markOf(list) || typeof place !== 'string') {
    throw new CallerError('invalid', 'must be what `next` said for the same list, its filters included', 'after');
  }
  return place;
}

const markOf = (list: unknown): string => digest(JSON.stringify(list)).slice(0, 16);

function contentsOf(cursor: string): unknown[] {
  try {
    const contents: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(contents) ? contents : [];
  } catch {
    return [];
  }
}
