import type { AgentAsks } from '../../../shared/chat/requests.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { CallerError } from '../../../shared/errors.ts';
import { idFrom } from '../../../shared/ids.ts';
import { agentReply } from '../../../shared/tickets/decide.ts';
import { type Claim, ClaimTaken, Overtaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Dependencies } from '../handler.ts';
import type { OfAgent, Reply } from '../message.ts';

/** How long the same `clientId` of an agent is known. */
const repliesKeptDays = 30;

/** Answers the customer, once per agent, ticket and `clientId`. */
export function replying({ tickets, contracts, now }: Pick<Dependencies, 'tickets' | 'contracts' | 'now'>) {
  return async ({ who: { agentId: id }, at }: OfAgent, { ticketId, clientId, text }: AgentAsks<'reply'>): Promise<Reply> => {
    const source = ['chat-reply', id, ticketId, clientId] as const;
    const expiresAt = Math.floor(now().getTime() / 1000) + repliesKeptDays * 24 * 3600;
    const item = { ...keys.request('chat-reply', idFrom('event', ...source)), kind: 'request', expiresAt };
    const replied = (sequence: unknown, said: unknown) => ({ type: 'replied', ticketId, clientId, sequence, at: said });
    return untilNotOvertaken(async () => {
      const before = await tickets.claimed({ name: 'reply', item });
      if (before) return replied(before.sequence, before.at);
      const ticket = await tickets.find(ticketId);
      if (!ticket) throw new CallerError('not-found', 'there is no such ticket', 'ticketId');
      const occasion = { at, now: now(), by: { kind: 'agent' as const, id } };
      const answer = { messageId: idFrom('message', ...source), text };
      const events = agentReply(ticket, answer, await contracts.of(ticket), occasion);
      const sequence = ticket.sequence + 1;
      const claim: Claim = { name: 'reply', item: { ...item, sequence, at: at.toISOString() } };
      try {
        await tickets.append(ticket, events, [claim]);
      } catch (error) {
        throw error instanceof ClaimTaken ? new Overtaken(ticketId) : error;
      }
      return replied(sequence, at.toISOString());
    });
  };
}
