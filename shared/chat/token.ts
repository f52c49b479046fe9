import { randomBytes, timingSafeEqual } from 'node:crypto';
import { digest } from '../ids.ts';

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
