import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import type { Claim } from '../tickets/tickets.ts';

/** A message that was taken: the n-th of its chat. */
export const line = z.object({
  n: z.int(),
  clientId: z.string(),
  /** Where it was said. */
  ticketId: z.string(),
  /** The chat's own ticket, where that is merged into `ticketId`. */
  ownTicketId: z.optional(z.string()),
  /** The chat's own ticket, as people say it. */
  reference: z.string(),
  sequence: z.int(),
  at: z.string(),
  /** What was promised, where it opened the ticket. */
  promises: z.optional(z.array(z.object({ clock: z.string(), dueAt: z.string(), timeZone: z.string() }))),
});
export type Line = z.infer<typeof line>;

/** The ticket that the chat opened, wherever it is merged. */
export const ownTicketOf = ({ ticketId, ownTicketId }: Line): string => ownTicketId ?? ticketId;

/** One visitor's chat over all its connections. */
export const chat = z.object({
  chatId: z.string(),
  /** Of the token that was used last, and of those that were given for it since: the first of these that is used ends all others. */
  tokenDigest: z.string(),
  nextDigests: z._default(z.array(z.string()), []),
  /** Of the contract under which its tickets are opened; and the key by which the page named it. */
  contractId: z.string(),
  key: z.optional(z.string()),
  language,
  name: z.optional(z.string()),
  address: z.optional(z.string()),
  /** The one connection that speaks for the visitor: the latest. */
  connectionId: z.string(),
  /** How often a token of it was used. */
  timesReturned: z._default(z.int(), 0),
  /** When its token was used last. */
  tokenUsedAt: z.string(),
  /** The last message at that time: lines are forgotten, a visitor who comes every day is not. */
  lastLine: z.optional(line),
});
export type Chat = z.infer<typeof chat>;

export interface Standing {
  chat: Chat;
  /** The last message that was taken. */
  last: Line | undefined;
}

export interface Chats {
  /** Keeps a new chat for `chatKeptDays`. */
  start(chat: Chat): Promise<void>;
  /** As it stands now, strongly consistent. */
  find(chatId: string): Promise<Standing | undefined>;
  line(chatId: string, n: number): Promise<Line | undefined>;
  /** The message that has this id of its client's. */
  lineOf(chatId: string, clientId: string): Promise<Line | undefined>;
  /** The item that is written with a message's events, and only if there is no n-th message yet. */
  lineClaim(chatId: string, line: Line): Claim;
  /** The item that goes with it, and only if its client's id names no other message yet. */
  clientClaim(chatId: string, line: Pick<Line, 'n' | 'clientId'>): Claim;
  /** From now on this connection speaks for the visitor, and these tokens hold. False where somebody took over since `standing` was read. */
  takeOver(standing: Standing, by: Pick<Chat, 'connectionId' | 'tokenDigest' | 'nextDigests'>): Promise<boolean>;
}

/** The names of `lineClaim` and `clientClaim`. */
export const lineClaimed = 'chat line';
export const clientClaimed = 'client id of a chat line';
