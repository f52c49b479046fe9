import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { CallerError } from '../errors.ts';
import '../messages.ts';
import { parsed } from './parsed.ts';

/** Bytes of a body. What is larger goes by presigned addresses. */
export const mostBodyBytes = 256 * 1024;
/** Levels of arrays and objects in a body. */
export const deepestBody = 32;

type WithBody = Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>;

/** The bytes of the body, as they came. Throws CallerError for more than `mostBodyBytes`. */
export function rawBody({ body = '', isBase64Encoded }: WithBody): Buffer {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > mostBodyBytes) throw new CallerError('too-large', `must have at most ${mostBodyBytes} bytes`, 'body');
  return bytes;
}

/** The body, parsed. Throws CallerError naming the field and the rule. */
export function bodyOf<Schema extends z.ZodMiniType>(event: WithBody, schema: Schema): z.infer<Schema> {
  checkIsJson(event);
  return parsed(jsonIn(rawBody(event)), schema, 'body');
}

/** Throws CallerError for a body that says it is something else. */
export function checkIsJson({ headers }: WithBody): void {
  const type = headers?.['content-type'];
  if (type !== undefined && !/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type))
    throw new CallerError('unsupported', 'must be application/json', 'content-type');
}

/** Throws CallerError for what is not UTF-8, not JSON, or nested deeper than `deepestBody`. */
export function jsonIn(bytes: Uint8Array): unknown {
  const text = textIn(bytes);
  if (isDeeperThan(deepestBody, text))
    throw new CallerError('invalid', `must be nested at most ${deepestBody} levels deep`, 'body');
  try {
    return JSON.parse(text);
  } catch {
    throw new CallerError('invalid', 'the body must be JSON', 'body');
  }
}

export function textIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CallerError('invalid', 'must be UTF-8', 'body');
  }
}

/** Counts brackets outside strings, before anything is built of them. */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (inString) {
      if (character === 0x5c) i++;
      else if (character === 0x22) inString = false;
    } else if (character === 0x22) inString = true;
    else if (character === 0x5b || character === 0x7b) {
      if (++depth > most) return true;
    } else if (character === 0x5d || character === 0x7d) depth--;
  }
  return false;
}
