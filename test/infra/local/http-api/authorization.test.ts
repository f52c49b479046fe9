import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anHttpApi, now } from './an-http-api.ts';

const protectedRoute = { AuthorizationType: 'JWT', AuthorizerId: 'authorizer' };
const routes = { 'GET /tickets': protectedRoute, 'GET /scoped': { ...protectedRoute, AuthorizationScopes: ['tickets.read'] } };
const ana = { sub: 'ana', groups: ['agent', 'manager'] };

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of our own making, signed with a key of our own unless told. */
function aToken(claims: Record<string, unknown>, header: Record<string, unknown> = { alg: 'RS256', kid: 'local-1' }) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signed = `${segment(header)}.${segment(claims)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(privateKey).toString('base64url')}`;
}

async function sent(token: string | undefined, { at = now, url = '/tickets' } = {}) {
  let time = now;
  const api = anHttpApi({ routes, clock: { now: () => time } });
  const authorization = token === 'minted' ? `Bearer ${api.issuer.mint(ana)}` : token;
  time = at;
  const response = await api.send({ url, headers: authorization === undefined ? {} : { authorization } });
  return { ...api, response };
}

describe('a JWT authorizer', () => {
  it('lets a token of the issuer through, its claims as texts', async () => {
    const { events, response } = await sent('minted');
    expect(response.status).toBe(204);
    expect(events[0]).toMatchObject({
      requestContext: {
        authorizer: {
          jwt: {
            claims: {
              sub: 'ana',
              aud: 'client',
              token_use: 'id',
              'cognito:groups': '[agent manager]',
              iat: `${now / 1000}`,
              exp: `${now / 1000 + 3600}`,
            },
            scopes: null,
          },
        },
      },
    });
  });

  it('takes the token with or without "Bearer "', async () => {
    const api = anHttpApi({ routes });
    const response = await api.send({ url: '/tickets', headers: { authorization: api.issuer.mint(ana) } });
    expect(response.status).toBe(204);
  });

  it('answers 401 without a token', async () => {
    const { response, events } = await sent(undefined);
    expect(response).toMatchObject({
      status: 401,
      body: '{"message":"Unauthorized"}',
      headers: { 'www-authenticate': 'Bearer' },
    });
    expect(events).toEqual([]);
  });

  it('takes a token until the second it expires, on the virtual clock', async () => {
    expect((await sent('minted', { at: now + 3_599_999 })).response.status).toBe(204);
    const { response } = await sent('minted', { at: now + 3_600_000 });
    expect(response.headers['www-authenticate']).toContain('the token has expired');
  });

  it.each([
    ['token contains an invalid number of segments', 'Bearer nonsense'],
    ['signature is invalid', aToken({ exp: now })],
    ['the signing method none is not supported', aToken({ exp: now }, { alg: 'none', kid: 'local-1' })],
    ['the signing method HS256 is not supported', aToken({ exp: now }, { alg: 'HS256', kid: 'local-1' })],
    ['no key of the issuer', aToken({ exp: now }, { alg: 'RS256', kid: 'other' })],
    ['the token header could not be read', 'Bearer a.b.c'],
  ])('refuses: %s', async (reason, token) => {
    const { response } = await sent(token);
    expect(response.status).toBe(401);
    expect(response.headers['www-authenticate']).toContain(`error="invalid_token"`);
    expect(response.headers['www-authenticate']).toContain(reason);
  });

  it('answers 403 when a route asks for a scope that the token does not have', async () => {
    const { response } = await sent('minted', { url: '/scoped' });
    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });
});
