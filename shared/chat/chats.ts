import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import type { Claim } from '../tickets/tickets.ts';

/** One visitor's chat over all its connections. */
export const chat = z.object({
  chatId: z.string(),
  tokenDigest: z.string(),
  /** Of the contract under which its tickets are opened; and the key by which the page named it. */
  contractId: z.string(),
  key: z.optional(z.string()),
  language,
  name: z.optional(z.string()),
  address: z.optional(z.string()),
  /** The one connection that speaks for the visitor: the latest. */
  connectionId: z.string(),
  /** When its token was used last. */
  tokenUsedAt: z.string(),
});
export type Chat = z.infer<typeof chat>;

/** A message that was taken: the n-th of its chat. */
export const line = z.object({
  n: z.int(),
  clientId: z.string(),
  ticketId: z.string(),
  /** The ticket's, as people say it. */
  reference: z.string(),
  sequence: z.int(),
  at: z.string(),
  /** What was promised, where it opened the ticket. */
  promises: z.optional(z.array(z.object({ clock: z.string(), dueAt: z.string(), timeZone: z.string() }))),
});
export type Line = z.infer<typeof line>;

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
  /** The item that is written with a message's events, and only if there is no n-th message yet. */
  lineClaim(chatId: string, line: Line): Claim;
  /** From now on this connection speaks for the visitor. Answers the one that did. */
  takeOver(chatId: string, connectionId: string): Promise<string>;
}

/** The name of `lineClaim`. */
export const lineClaimed = 'chat line';
