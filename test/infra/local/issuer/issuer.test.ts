import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../../infra/local/http-api/json-web-token.ts';
import { createIssuer } from '../../../../infra/local/issuer/issuer.ts';
import { anApp } from '../http-api/an-app.ts';

const http = 'http://127.0.0.1:4400';
const clock = { now: () => Date.UTC(2026, 0, 5, 8) };
const app = anApp({ client: { type: 'AWS::Cognito::UserPoolClient', name: 'client-id' } });
const issuer = createIssuer({ app, http, clock });

const documentAt = (url: string) => JSON.parse(issuer.handle({ url })?.body.toString() ?? '');

describe('the local token issuer', () => {
  it('publishes the keys that verify its tokens', () => {
    const configuration = documentAt('/_local/issuer/.well-known/openid-configuration');
    expect(configuration).toMatchObject({
      issuer: `${http}/_local/issuer`,
      jwks_uri: `${http}/_local/issuer/.well-known/jwks.json`,
    });
    const [key] = documentAt(new URL(configuration.jwks_uri).pathname).keys;
    expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
    expect(key).not.toHaveProperty('d');

    const keys = new Map([[key.kid, createPublicKey({ key, format: 'jwk' })]]);
    const token = issuer.mint({ sub: 'ana', groups: ['agent'], email: 'ana@guichet.example' });
    expect(verifyToken(token, { keys, issuer: configuration.issuer, audience: ['client-id'], now: clock.now() })).toMatchObject({
      valid: true,
      claims: { sub: 'ana', 'cognito:groups': ['agent'], email: 'ana@guichet.example', token_use: 'id' },
    });
  });

  it('lets a token live as long as asked', () => {
    const payload = issuer.mint({ sub: 'ana', groups: [], expiresInSeconds: 5 }).split('.')[1];
    const { iat, exp } = JSON.parse(Buffer.from(`${payload}`, 'base64url').toString());
    expect(exp - iat).toBe(5);
  });

  it('answers no other path', () => {
    expect(issuer.handle({ url: '/_local/issuer/else' })).toBeUndefined();
  });

  it('refuses to mint when no client of a user pool names an audience', () => {
    expect(() => createIssuer({ app: anApp({}), http, clock }).mint({ sub: 'ana', groups: [] })).toThrow('UserPoolClient');
  });
});
