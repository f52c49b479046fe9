import { describe, expect, it } from 'vitest';
import { chatIdIn, isToken, newToken } from '../../../shared/chat/token.ts';
import { newId } from '../../../shared/ids.ts';
import { monday } from '../../support/builders.ts';

describe('a token', () => {
  const chatId = newId('chat', monday.getTime());

  it('names its chat and holds against its digest only, which does not give it away', () => {
    const { token, tokenDigest } = newToken(chatId);
    expect(chatIdIn(token)).toBe(chatId);
    expect(isToken(token, tokenDigest)).toBe(true);
    expect(isToken(newToken(chatId).token, tokenDigest)).toBe(false);
    expect(isToken(tokenDigest, tokenDigest)).toBe(false);
    expect(tokenDigest).not.toContain(token.split('.')[1]);
  });

  it('has 128 bits that nobody can foresee', () => {
    const secrets = Array.from({ length: 1000 }, () => newToken(chatId).token.split('.')[1] ?? '');
    expect(new Set(secrets).size).toBe(secrets.length);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(16);
  });

  it.each(['', 'cht_', chatId, `${chatId}.short`, `x${newToken(chatId).token}`, `${newToken(chatId).token}x`])(
    'is not %j',
    (text) => expect(chatIdIn(text)).toBeUndefined(),
  );
});
