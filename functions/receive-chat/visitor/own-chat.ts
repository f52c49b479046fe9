import type { Chats, Line, Standing } from '../../../shared/chat/chats.ts';
import { CallerError } from '../../../shared/errors.ts';
import type { OfVisitor } from '../message.ts';

/** The chat that this connection speaks for. Throws CallerError where it has none, or another connection has taken over. */
export async function ownChat({ who, connectionId }: OfVisitor, chats: Pick<Chats, 'find'>): Promise<Standing> {
  const standing = who.chatId === undefined ? undefined : await chats.find(who.chatId);
  if (!standing) throw new CallerError('conflict', 'start a chat or resume one first', 'action');
  if (standing.chat.connectionId !== connectionId)
    throw new CallerError('gone', 'another connection has taken this chat over', 'connection');
  return standing;
}

/** Throws CallerError where nothing was said yet, so that there is no ticket. */
export function lastLine({ last }: Standing): Line {
  if (!last) throw new CallerError('conflict', 'say something first', 'action');
  return last;
}
