import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claimTexts, scopesOf, verifyToken } from '../../../../infra/local/http-api/json-web-token.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const seconds = 1_767_600_000;
const expected = { keys: new Map([['k', publicKey]]), issuer: 'https://issuer', audience: ['web', 'app'], now: seconds * 1000 };
const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function verdictOn(claims: Record<string, unknown>) {
  const signed = `${segment({ alg: 'RS256', kid: 'k' })}.${segment({ iss: 'https://issuer', aud: 'web', exp: seconds + 1, ...claims })}`;
  return verifyToken(`${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`, expected);
}

describe('the claims of a token', () => {
  it.each([
    ['the right audience', {}],
    ['one of several audiences', { aud: ['other', 'app'] }],
    ['a client id in place of an audience', { aud: undefined, client_id: 'web' }],
    ['a time of validity that has begun this second', { nbf: seconds, iat: seconds }],
  ])('are valid with %s', (_, claims) => {
    expect(verdictOn(claims).valid).toBe(true);
  });

  it.each([
    ['audience', { aud: 'other' }],
    ['audience', { aud: 'other', client_id: 'web' }],
    ['audience', { aud: undefined }],
    ['issuer', { iss: 'https://other' }],
    ['issuer', { iss: undefined }],
    ['expired', { exp: seconds }],
    ['not valid yet', { nbf: seconds + 1 }],
    ['issued in the future', { iat: seconds + 1 }],
    ['claims could not be read', { exp: undefined }],
  ])('are invalid for their %s', (reason, claims) => {
    expect(verdictOn(claims)).toEqual({ valid: false, reason: expect.stringContaining(reason) });
  });

  it('reach a function as texts, the way Go prints them', () => {
    expect(claimTexts({ a: [1, 'x'], b: true, c: { z: 1, y: ['q'] }, d: null, e: 1_718_636_404 })).toEqual({
      a: '[1 x]',
      b: 'true',
      c: 'map[y:[q] z:1]',
      d: '<nil>',
      e: '1718636404',
    });
  });

  it('name scopes in a text or in a list', () => {
    expect(scopesOf({ scope: 'a  b' })).toEqual(['a', 'b']);
    expect(scopesOf({ scp: ['a', 'b'] })).toEqual(['a', 'b']);
    expect(scopesOf({})).toEqual([]);
  });
});
