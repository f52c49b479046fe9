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

/** Throws CallerError for what is not UTF-8, not JSON, nested deeper than `deepestBody`, or has text that is no Unicode. */
export function jsonIn(bytes: Uint8Array): unknown {
  const text = textIn(bytes);
  if (isDeeperThan(deepestBody, text))
    throw new CallerError('invalid', `must be nested at most ${deepestBody} levels deep`, 'body');
  const value = read(text);
  // UTF-8 has no half of a surrogate pair: only an escape can make one.
  const broken = /\\u[dD][89a-fA-F]/.test(text) ? brokenText(value, []) : undefined;
  if (broken) throw new CallerError('invalid', 'must be well-formed Unicode, without half a surrogate pair', broken);
  return value;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CallerError('invalid', 'the body must be JSON', 'body');
  }
}

/** Where text, or the name of a member, is no Unicode: nobody could store it and read the same again. */
function brokenText(value: unknown, path: readonly string[]): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : path.join('.').toWellFormed() || 'body';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const broken = name.isWellFormed() ? brokenText(member, [...path, name]) : [...path, name].join('.').toWellFormed();
    if (broken) return broken;
  }
  return undefined;
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
