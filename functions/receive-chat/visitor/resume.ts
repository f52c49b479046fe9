import { ownTicketOf, type Standing } from '../../../shared/chat/chats.ts';
import { mostBadTokensAnHour, tokenHours } from '../../../shared/chat/limits.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { afterUse, chatIdIn, isTokenOf, newToken } from '../../../shared/chat/token.ts';
import { inForce } from '../../../shared/contracts/in-force.ts';
import { CallerError } from '../../../shared/errors.ts';
import { standingFor } from '../../../shared/tickets/merge.ts';
import { Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import { isAllowed } from '../connect.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';
import { presenceOf } from '../presence.ts';
import { offered } from './start.ts';

type Ports = Pick<Dependencies, 'chats' | 'connections' | 'tickets' | 'contracts' | 'counting' | 'post' | 'now' | 'log'>;

/**
 * A visitor is back on another connection, which speaks for them from now on; the one before is ended. Whoever has no token that holds
 * is told no more than that. They get a new token with every return; what they came with holds until they use the new one.
 */
export function resuming(ports: Ports) {
  const { chats, connections, tickets, contracts, post, now } = ports;
  const standingOf = async ({ who }: OfVisitor, token: string): Promise<Standing | undefined> => {
    const chatId = chatIdIn(token);
    const standing = chatId === undefined ? undefined : await chats.find(chatId);
    if (!standing || !isTokenOf(standing.chat, token)) return undefined;
    const { chat } = standing;
    const isStale = now().getTime() - Date.parse(chat.tokenUsedAt) > tokenHours * 3600_000;
    const isForeign = who.key !== undefined && who.key !== chat.key;
    const contract = inForce(await contracts.all(), now()).find(({ id }) => id === chat.contractId);
    return isStale || isForeign || !contract || !isAllowed(contract, who.origin) ? undefined : standing;
  };

  /** Undefined where no token holds, in the end. */
  const takeOver = (from: OfVisitor, token: string) =>
    untilNotOvertaken(async () => {
      const standing = await standingOf(from, token);
      if (!standing) return undefined;
      const { chat } = standing;
      const fresh = newToken(chat.chatId);
      const tokens = afterUse(chat, token, fresh.tokenDigest);
      await connections.open(from.connectionId, { ...from.who, chatId: chat.chatId });
      if (!(await chats.takeOver(standing, { connectionId: from.connectionId, ...tokens }))) throw new Overtaken(chat.chatId);
      return { standing, token: fresh.token };
    });

  return async (from: OfVisitor, asked: VisitorAsks<'resume'>): Promise<Reply> => {
    const { connectionId, who } = from;
    if (who.chatId !== undefined && who.chatId !== chatIdIn(asked.token))
      throw new CallerError('conflict', 'this connection has a chat already', 'action');
    const taken = await takeOver(from, asked.token);
    if (!taken) return refuse(from, ports);
    const { token } = taken;
    const { chat, last } = taken.standing;
    const before = chat.connectionId;
    if (before !== connectionId) {
      await connections.close(before);
      // The page must know that it is not to come back by itself: two windows would take over from each other for ever.
      await post.send(before, { type: 'replaced' });
      await post.end(before);
    }
    // Before any history is read: what happens after it is pushed.
    const ticketId = last && ownTicketOf(last);
    const own = ticketId === undefined ? undefined : await tickets.find(ticketId);
    if (ticketId !== undefined) {
      await connections.follow(connectionId, ticketId);
      await connections.keep(ticketId);
      await presenceOf(ticketId, ports);
    }
    const standing = own && (await standingFor(own, tickets));
    const contract = inForce(await contracts.all(), now()).find(({ id }) => id === chat.contractId);
    return {
      type: 'resumed',
      session: chat.chatId,
      token,
      n: last?.n ?? 0,
      ...(last && { ticketId, reference: last.reference }),
      ...(standing && standing.id !== ticketId && { mergedInto: standing.id }),
      ...(contract && offered(contract, chat.language, now())),
    };
  };
}

/** Guessing 128 bits is hopeless; that somebody tries must still cost us little. */
async function refuse({ connectionId, sourceIp }: OfVisitor, { counting, post, log }: Ports): Promise<Reply> {
  const rule = 'does not hold: start a new chat';
  const rate = { purpose: 'bad-token', who: sourceIp, most: mostBadTokensAnHour, windowSeconds: 3600 };
  const isTooMany = (await counting(rate)) !== undefined;
  log.info('token refused', { connectionId, isTooMany });
  if (!isTooMany) throw new CallerError('invalid', rule, 'token');
  // The page must know that it is not to come back with it.
  await post.send(connectionId, { type: 'error', code: 'too-many', field: 'token', rule });
  await post.end(connectionId);
  return undefined;
}
