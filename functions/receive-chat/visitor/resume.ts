import type { Standing } from '../../../shared/chat/chats.ts';
import { mostBadTokensAnHour, tokenHours } from '../../../shared/chat/limits.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { chatIdIn, isToken } from '../../../shared/chat/token.ts';
import { inForce } from '../../../shared/contracts/in-force.ts';
import { CallerError } from '../../../shared/errors.ts';
import { isAllowed } from '../connect.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { presenceOf } from '../presence.ts';
import { offered } from './start.ts';

type Ports = Pick<Dependencies, 'chats' | 'connections' | 'contracts' | 'counting' | 'post' | 'now' | 'log'>;

/**
 * A visitor is back on another connection, which speaks for them from now on; the one before is ended. Whoever has no token that holds
 * is told no more than that.
 */
export function resuming(ports: Ports) {
  const { chats, connections, contracts, post, now } = ports;
  const standingOf = async ({ who }: OfVisitor, token: string): Promise<Standing | undefined> => {
    const chatId = chatIdIn(token);
    const standing = chatId === undefined ? undefined : await chats.find(chatId);
    if (!standing || !isToken(token, standing.chat.tokenDigest)) return undefined;
    const { chat } = standing;
    const isStale = now().getTime() - Date.parse(chat.tokenUsedAt) > tokenHours * 3600_000;
    const isForeign = who.key !== undefined && who.key !== chat.key;
    const contract = inForce(await contracts.all(), now()).find(({ id }) => id === chat.contractId);
    return isStale || isForeign || !contract || !isAllowed(contract, who.origin) ? undefined : standing;
  };

  return async (from: OfVisitor, { token }: VisitorAsks<'resume'>): Promise<Reply> => {
    const { connectionId, who } = from;
    if (who.chatId !== undefined && who.chatId !== chatIdIn(token))
      throw new CallerError('conflict', 'this connection has a chat already', 'action');
    const standing = await standingOf(from, token);
    if (!standing) return refuse(from, ports);
    const { chat, last } = standing;
    await connections.open(connectionId, { ...who, chatId: chat.chatId });
    const before = await chats.takeOver(chat.chatId, connectionId);
    if (before !== connectionId) {
      await connections.close(before);
      // The page must know that it is not to come back by itself: two windows would take over from each other for ever.
      await post.send(before, { type: 'replaced' });
      await post.end(before);
    }
    // Before any history is read: what happens after it is pushed.
    if (last) {
      await connections.follow(connectionId, last.ticketId);
      await presenceOf(last.ticketId, ports);
    }
    const contract = inForce(await contracts.all(), now()).find(({ id }) => id === chat.contractId);
    return {
      type: 'resumed',
      session: chat.chatId,
      n: last?.n ?? 0,
      ...(last && { ticketId: last.ticketId, reference: last.reference }),
      ...(contract && offered(contract, chat.language, now())),
    };
  };
}

/** Guessing 128 bits is hopeless; that somebody tries must still cost us little. */
async function refuse({ connectionId, sourceIp }: OfVisitor, { counting, post, log }: Ports): Promise<Reply> {
  const rate = { purpose: 'bad-token', who: sourceIp, most: mostBadTokensAnHour, windowSeconds: 3600 };
  const isTooMany = (await counting(rate)) !== undefined;
  log.info('token refused', { connectionId, isTooMany });
  if (!isTooMany) throw new CallerError('invalid', 'does not hold: start a new chat', 'token');
  await post.end(connectionId);
  return undefined;
}
