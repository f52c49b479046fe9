import { mostLinesAMinute } from '../../../shared/chat/limits.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { Counting } from '../../../shared/rates/rate.ts';

/** Counts one more of what a chat writes on its ticket. Throws CallerError where that is too many. */
export async function checkLineRate(chatId: string, counting: Counting): Promise<void> {
  const retryAfterSeconds = await counting({ purpose: 'chat-line', who: chatId, most: mostLinesAMinute, windowSeconds: 60 });
  if (retryAfterSeconds === undefined) return;
  throw new CallerError('too-many', `at most ${mostLinesAMinute} messages a minute`, 'action', { retryAfterSeconds });
}
