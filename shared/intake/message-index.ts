import * as z from 'zod/mini';
import { keys } from '../dynamo/table.ts';
import { digest } from '../ids.ts';
import type { Claim } from '../tickets/tickets.ts';
import type { InboundMessage } from './inbound-message.ts';

/**
 * Message-IDs that a later mail may refer to, and the ticket each belongs to. Mailers repeat ids and strangers copy them, so an id alone
 * never decides: one id may lead to several tickets.
 */
export const messageEntry = z.object({
  ticketId: z.string(),
  messageId: z.string(),
  ours: z._default(z.boolean(), false),
  /** Nobody has seen a message of this id: a mail of the ticket refers to it. */
  mentioned: z._default(z.boolean(), false),
});

export type MessageEntry = z.infer<typeof messageEntry>;

/** Sorts before every digest: however many copies of an id strangers send, our own entry is among the first that are read. */
export const oursFirst = '!';

/**
 * The id under which a message is looked up. SES puts an id of its own in the place of ours, and says it without its domain when it takes
 * the mail; the domain on the wire depends on the Region. So of SES's ids only the local part counts.
 */
export function messageKey(messageId: string): string {
  const [local = '', domain = ''] = messageId.trim().split('@');
  const key = /(^|\.)amazonses\.com$/i.test(domain) ? local.toLowerCase() : messageId.trim();
  // Keys end at 2,048 bytes; nobody's honest id comes near. What is longer is told apart by its digest.
  return key.length <= 512 ? key : digest(key);
}

/** For a mail without Message-ID its content and date stand for it, so that a repeat is still a repeat; the day of receipt where it has no date. */
export const messageIdOf = (inbound: InboundMessage): string =>
  inbound.message.rfcMessageId ??
  `none:${digest(inbound.contentDigest, inbound.message.sentAt ?? inbound.receivedAt.toISOString().slice(0, 10))}`;

/**
 * Where this very message stands: its id, its sender and its content all count, and whether it may be a forgery, which must not keep out
 * the true one.
 */
export const messageItemKey = (inbound: InboundMessage): { pk: string; sk: string } =>
  keys.message(
    messageKey(messageIdOf(inbound)),
    digest(inbound.message.from.address, inbound.contentDigest, ...(inbound.message.unverified ? ['unverified'] : [])),
  );

export const messageClaim = 'message';

/** Taken already means: the very same message (id, sender, content) came before, as a copy through another of our addresses does. */
export function claimMessage(inbound: InboundMessage, ticketId: string): Claim {
  return {
    name: messageClaim,
    item: { ...messageItemKey(inbound), kind: 'message', ticketId, messageId: inbound.message.id },
  };
}

/** Sorts after every digest: mentions never keep the message itself from being read. */
export const mentionsLast = '~';

/** The ticket is known by this id from now on, of which no message has come. */
export function claimMention(id: string, inbound: InboundMessage, ticketId: string): Claim {
  return {
    name: 'mention',
    item: {
      ...keys.message(messageKey(id), `${mentionsLast}${ticketId}`),
      kind: 'message',
      ticketId,
      messageId: inbound.message.id,
      mentioned: true,
    },
    replaces: true,
  };
}

export interface MessageIndex {
  /** The messages that bear this Message-ID (without angle brackets), then mentions of it; at most 25 of each, should somebody repeat one. */
  find(messageId: string): Promise<MessageEntry[]>;
  /** The entry of this very message, which another delivery may have made. */
  findSame(inbound: InboundMessage): Promise<MessageEntry | undefined>;
}
