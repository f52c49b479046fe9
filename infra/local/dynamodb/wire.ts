import * as z from 'zod/mini';
import { AwsError, type AwsRequest, type AwsResponse, unknownOperation } from '../service.ts';

const anObject = z.record(z.string(), z.unknown());

/** A request as read off the wire: AWS JSON 1.0, the operation named in a header. */
export interface Call {
  operation: string;
  body: Record<string, unknown>;
}

const target = 'DynamoDB_20120810.';
const read = new WeakMap<AwsRequest, Call>();

/** Reads a request once, however often it is asked for: the permission check and the service both need the body. */
export function readCall(request: AwsRequest): Call {
  const known = read.get(request);
  if (known) return known;
  const header = request.headers['x-amz-target'] ?? '';
  if (!header.startsWith(target)) throw unknownOperation('DynamoDB', header);
  const call = { operation: header.slice(target.length), body: parse(request.body) };
  read.set(request, call);
  return call;
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return anObject.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    throw new AwsError('SerializationException', `the body is not a JSON object: ${String(cause)}`);
  }
}

export function respond(answer: Record<string, unknown>): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(answer) };
}
