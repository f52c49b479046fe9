import { randomBytes, timingSafeEqual } from 'node:crypto';
import { digest } from '../ids.ts';
import type { Chat } from './chats.ts';
import { mostUnusedTokens } from './limits.ts';

/** What brings a visitor back to their chat: its id, and 128 bits that only they have. We keep their digest. */
export function newToken(chatId: string): { token: string; tokenDigest: string } {
  const token = `${chatId}.${newSecret()}`;
  return { token, tokenDigest: secretDigest(token) };
}

/** 128 bits as text that survives an address and a JSON string. */
export const newSecret = (): string => randomBytes(16).toString('base64url');

export const secretDigest = (secret: string): string => digest('chat', secret);

/** The chat that a token names; what else it says is checked against the digest. Undefined for what is no token. */
export const chatIdIn = (token: string): string | undefined => /^(cht_[0-9A-Z]{26})\.[\w-]{22}$/.exec(token)?.[1];

/** Takes the same time whatever it says. */
export const isToken = (token: string, tokenDigest: string): boolean =>
  timingSafeEqual(Buffer.from(secretDigest(token)), Buffer.from(tokenDigest));

type Tokens = Pick<Chat, 'tokenDigest' | 'nextDigests'>;

export const isTokenOf = ({ tokenDigest, nextDigests }: Tokens, token: string): boolean =>
  [tokenDigest, ...nextDigests].filter((each) => isToken(token, each)).length > 0;

/**
 * What holds once a token of the chat is used, and another given for it: the used one, since the answer that brings the new one may be
 * lost, and what was given for it before. Whoever uses the new one ends all others, copies of them, too.
 */
export function afterUse({ tokenDigest, nextDigests }: Tokens, token: string, fresh: string): Tokens {
  return isToken(token, tokenDigest)
    ? { tokenDigest, nextDigests: [...nextDigests, fresh].slice(-mostUnusedTokens) }
    : { tokenDigest: secretDigest(token), nextDigests: [fresh] };
}
