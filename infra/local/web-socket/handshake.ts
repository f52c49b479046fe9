import { randomBytes } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Handshake } from './event.ts';

/** As API Gateway's: 16 characters that end in `=`, so that a path must encode it. */
const newConnectionId = (): string => randomBytes(11).toString('base64').replaceAll('/', '-').replaceAll('+', '_');

export function handshakeOf(request: IncomingMessage, now: number): Handshake {
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const host = request.headers.host ?? 'localhost';
  return {
    connectionId: newConnectionId(),
    connectedAt: now,
    sourceIp,
    userAgent: request.headers['user-agent'],
    domainName: host.replace(/:\d+$/, ''),
    headers: {
      ...headersOf(request),
      'X-Forwarded-For': [sourceIp],
      'X-Forwarded-Port': ['443'],
      'X-Forwarded-Proto': ['https'],
    },
    query: new URL(request.url ?? '/', 'ws://local').searchParams,
  };
}

/** Names as they came; those of the hop itself stay behind. */
function headersOf({ rawHeaders }: IncomingMessage): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (['connection', 'upgrade'].includes(name.toLowerCase())) continue;
    headers[name] = [...(headers[name] ?? []), rawHeaders[i + 1] ?? ''];
  }
  return headers;
}

/** Ends a handshake that came to nothing. */
export function refuse(socket: Duplex, status: number, told: unknown): void {
  const body = told === undefined ? '' : JSON.stringify(told);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
