import { commonLogTime } from '../http-api/event.ts';
import type { WebSocketDefinition } from './api-definition.ts';

/** What is known of a connection from its handshake on. */
export interface Handshake {
  connectionId: string;
  connectedAt: number;
  sourceIp: string;
  userAgent: string | undefined;
  /** As the client sent it, without its port. */
  domainName: string;
  /** Names as they were sent, each with all its values. */
  headers: Record<string, string[]>;
  query: URLSearchParams;
}

export interface Occurrence {
  api: WebSocketDefinition;
  handshake: Handshake;
  routeKey: string;
  requestId: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The parts of the three events that are the same. Source: samples of real events. */
const contextOf = ({ api, handshake, routeKey, requestId, now }: Occurrence) => ({
  routeKey,
  extendedRequestId: requestId,
  requestTime: commonLogTime(now),
  messageDirection: 'IN',
  stage: api.stage,
  connectedAt: handshake.connectedAt,
  requestTimeEpoch: now,
  identity: { ...(handshake.userAgent !== undefined && { userAgent: handshake.userAgent }), sourceIp: handshake.sourceIp },
  requestId,
  domainName: handshake.domainName,
  connectionId: handshake.connectionId,
  apiId: api.id,
});

const last = (values: string[]): string => values.at(-1) ?? '';
const single = (many: Record<string, string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(many).map(([name, values]) => [name, last(values)]));

const withVariables = ({ api }: Occurrence) => (api.stageVariables ? { stageVariables: api.stageVariables } : {});

/** Headers and query come with this event only. */
export function connectEvent(occurrence: Occurrence): Record<string, unknown> {
  const { headers, query } = occurrence.handshake;
  const parameters = Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));
  return {
    headers: single(headers),
    multiValueHeaders: headers,
    ...(query.size > 0 && {
      queryStringParameters: single(parameters),
      multiValueQueryStringParameters: parameters,
    }),
    ...withVariables(occurrence),
    requestContext: { ...contextOf(occurrence), eventType: 'CONNECT' },
    isBase64Encoded: false,
  };
}

export function messageEvent(occurrence: Occurrence, messageId: string, body: Buffer, isBinary: boolean) {
  return {
    ...withVariables(occurrence),
    requestContext: { ...contextOf(occurrence), messageId, eventType: 'MESSAGE' },
    body: body.toString(isBinary ? 'base64' : 'utf8'),
    isBase64Encoded: isBinary,
  };
}

export function disconnectEvent(occurrence: Occurrence, code: number, reason: string) {
  const host = { Host: occurrence.handshake.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers: host,
    multiValueHeaders: Object.fromEntries(Object.entries(host).map(([name, value]) => [name, [value]])),
    ...withVariables(occurrence),
    requestContext: {
      ...contextOf(occurrence),
      eventType: 'DISCONNECT',
      disconnectStatusCode: code,
      disconnectReason: reason,
    },
    isBase64Encoded: false,
  };
}
