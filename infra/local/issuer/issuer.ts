import { generateKeyPairSync, sign } from 'node:crypto';
import { type HttpRequest, type HttpResponse, jsonResponse, pathOf } from '../http-api/exchange.ts';
import type { PublicKeys } from '../http-api/json-web-token.ts';
import type { App } from '../template/app.ts';

export interface TokenRequest {
  sub: string;
  groups: string[];
  email?: string | undefined;
  name?: string | undefined;
  expiresInSeconds?: number | undefined;
}

/** Stands in for the template's Cognito user pool. Its keys live as long as the process: a restart ends every sign-in. */
export interface Issuer {
  /** The issuer of its tokens: the user pool's ProviderURL. */
  url: string;
  keys: PublicKeys;
  /** An id token (RS256). Throws when the template has no user pool client, which names the audience. */
  mint(request: TokenRequest): string;
  /** Answers the two well-known documents; undefined for any other path. */
  handle(request: Pick<HttpRequest, 'url'>): HttpResponse | undefined;
}

export interface IssuerOptions {
  app: App;
  /** `http://127.0.0.1:4400` */
  http: string;
  clock: { now(): number };
}

const keyId = 'local-1';
const issuerPath = '/_local/issuer';
/** Cognito's default life of an id token: one hour. */
const defaultLifeSeconds = 3600;

export function createIssuer({ app, http, clock }: IssuerOptions): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const url = `${http}${issuerPath}`;
  const [client] = app.byType('AWS::Cognito::UserPoolClient');

  const mint = ({ sub, groups, email, name, expiresInSeconds }: TokenRequest) => {
    if (!client) throw new Error('the template has no AWS::Cognito::UserPoolClient, so no token has an audience');
    const iat = Math.floor(clock.now() / 1000);
    const claims = {
      sub,
      iss: url,
      aud: client.name,
      token_use: 'id',
      'cognito:username': sub,
      'cognito:groups': groups,
      email: email ?? `${sub}@agents.guichet.example`,
      name: name ?? sub,
      auth_time: iat,
      iat,
      exp: iat + (expiresInSeconds ?? defaultLifeSeconds),
    };
    const signed = `${segment({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${segment(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };

  const documents = new Map<string, unknown>([
    [
      `${issuerPath}/.well-known/openid-configuration`,
      {
        issuer: url,
        jwks_uri: `${url}/.well-known/jwks.json`,
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      },
    ],
    [
      `${issuerPath}/.well-known/jwks.json`,
      { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] },
    ],
  ]);

  return {
    url,
    keys: new Map([[keyId, publicKey]]),
    mint,
    handle: (request) => {
      const document = documents.get(pathOf(request.url));
      return document === undefined ? undefined : jsonResponse(200, document);
    },
  };
}

function segment(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
