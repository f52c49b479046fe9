import type { AttributeValue, Context, DynamoDBStreamEvent, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ApiEvent } from '../../functions/agent-api/serve.ts';
import type { Answer } from '../../shared/lambda/http.ts';
import { monday } from './builders.ts';
import type { Json } from './cloud.ts';

export const context = { awsRequestId: 'request-1' } as Context;

/** A batch of SQS messages with the ids `m1`, `m2`, …; whatever is no text is sent as JSON. */
export const aQueueEvent = (...bodies: unknown[]): SQSEvent => ({
  Records: bodies.map(
    (body, i) =>
      ({
        messageId: `m${i + 1}`,
        body: typeof body === 'string' ? body : JSON.stringify(body),
        attributes: { ApproximateReceiveCount: '1' },
        messageAttributes: {},
      }) as SQSRecord,
  ),
});
export const failedIds = (response: unknown) =>
  (response as { batchItemFailures: { itemIdentifier: string }[] }).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

type Item = Record<string, unknown>;
/** As the stream spells values; members that are undefined are not stored. */
function spelled(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  return Array.isArray(value) ? { L: value.map(spelled) } : { M: image(value as Item) };
}
const image = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).flatMap(([name, value]) => (value === undefined ? [] : [[name, spelled(value)]])));

/** Changes of items with the sequence numbers 101, 102, … */
export const aStreamEvent = (...changes: { before?: Item; after?: Item }[]): DynamoDBStreamEvent => ({
  Records: changes.map(({ before, after }, i) => {
    const { pk = 'TICKET#1', sk = 'SNAPSHOT' } = after ?? before ?? {};
    return {
      eventID: `event-${i + 1}`,
      dynamodb: {
        Keys: { pk: { S: String(pk) }, sk: { S: String(sk) } },
        SequenceNumber: String(101 + i),
        OldImage: before && image(before),
        NewImage: after && image(after),
      },
    };
  }),
});

export interface Call {
  body?: unknown;
  isBase64?: boolean;
  /** As API Gateway hands it over: a claim is text, a list in brackets. */
  groups?: string | undefined;
  sub?: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  /** Parameters of the path besides `id`. */
  path?: Record<string, string>;
  /** When API Gateway took the request. */
  at?: Date;
}

/** A request as API Gateway hands it to the function, by an agent; `path` for a route `METHOD /tickets/{id}…`. */
export function aCall(route: string, id: string | undefined, call: Call = {}): ApiEvent {
  const { body, isBase64 = false, sub = 'ana', headers = {}, query, path: parameters, at = monday } = call;
  const groups = 'groups' in call ? call.groups : '[agent]';
  const [method = '', path = ''] = route.split(' ');
  return {
    version: '2.0',
    routeKey: route,
    rawPath: path.replace('{id}', id ?? ''),
    rawQueryString: '',
    headers,
    queryStringParameters: query,
    pathParameters: id === undefined ? parameters : { id, ...parameters },
    requestContext: {
      http: { method },
      timeEpoch: at.getTime(),
      authorizer: { jwt: { claims: { sub, ...(groups === undefined ? {} : { 'cognito:groups': groups }) }, scopes: [] } },
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: isBase64,
  } as unknown as ApiEvent;
}

/** Status, content type and parsed body of what a function behind the HTTP API answered, and what else of its headers callers go by. */
export function answered(
  response: unknown,
): Omit<Answer, 'headers'> & { type: string; body: Json; etag?: string; retryAfter?: string } {
  const { statusCode, headers, body } = response as { statusCode: number; headers: Record<string, string>; body?: string };
  const { etag, 'retry-after': retryAfter } = headers;
  return {
    status: statusCode,
    type: headers['content-type'] ?? '',
    body: body === undefined ? undefined : JSON.parse(body),
    ...(etag === undefined ? {} : { etag }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}
