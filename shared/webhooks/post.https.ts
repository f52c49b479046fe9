import { lookup as resolve } from 'node:dns';
import { type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Now } from '../clock.ts';
import { retryAfterIn } from './backoff.ts';
import { type Attempt, attemptSeconds, mostAnswerBytes, type Post, patientStatuses } from './post.ts';
import { hostOf, isPublicAddress, type PrivateTargets, wrongWithUrl } from './targets.ts';

/** The name resolves to an address that webhooks may not go to. */
class RefusedTarget extends Error {}

export interface Posting {
  privateTargets: PrivateTargets;
  now: Now;
  /** How names are resolved; the system's way, unless a test says otherwise. */
  lookup?: typeof resolve;
  /** Milliseconds for the whole of an attempt. */
  patience?: number;
}

/**
 * Posts over a connection of its own each time. The address is checked when the connection is made and is the one that is connected to, so
 * a name that changes its mind in between gains nothing. Redirects are not followed, and no proxy of the environment is used.
 */
export function posting({ privateTargets, now, lookup = resolve, patience = attemptSeconds * 1000 }: Posting): Post {
  const checked: LookupFunction = (host, options, answer) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, []);
      if (privateTargets === 'refused' && (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))))
        return answer(new RefusedTarget('a special address'), []);
      if (options.all) return answer(null, found);
      return answer(null, found[0]?.address ?? '', found[0]?.family);
    });
  };

  return (written, headers, body) =>
    new Promise((settle) => {
      if (wrongWithUrl(written, privateTargets)) return settle({ taken: false, failure: 'target' });
      const url = new URL(written);
      const signal = AbortSignal.timeout(patience);
      const options: RequestOptions = {
        method: 'POST',
        host: hostOf(url),
        port: url.port,
        path: `${url.pathname}${url.search}`,
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup: checked,
        signal,
      };
      const send = url.protocol === 'http:' ? plainRequest : secureRequest;
      // Once there is a status, nothing that goes wrong after it changes what it says.
      let attempt: Attempt | undefined;
      const request = send(options, (answer) => {
        const told = attemptOf(answer, now());
        attempt = told;
        readSome(answer, () => settle(told));
      });
      request.on('error', (error) => settle(attempt ?? { taken: false, failure: failureOf(error, signal) }));
      // 101: Node hands over the connection, and neither answers nor fails.
      request.on('upgrade', (answer, socket) => {
        attempt = attemptOf(answer, now());
        socket.destroy();
        settle(attempt);
      });
      // Whatever else may end it without saying so.
      request.on('close', () => settle(attempt ?? { taken: false, failure: signal.aborted ? 'time-out' : 'connection' }));
      request.end(body);
    });
}

function failureOf(error: Error, signal: AbortSignal): string {
  if (signal.aborted) return 'time-out';
  return error instanceof RefusedTarget ? 'target' : 'connection';
}

function attemptOf({ statusCode = 0, headers }: IncomingMessage, now: Date): Attempt {
  if (statusCode >= 200 && statusCode < 300) return { taken: true };
  const retryAfterSeconds = patientStatuses.includes(statusCode) ? retryAfterIn(headers['retry-after'], now) : undefined;
  return { taken: false, failure: String(statusCode), retryAfterSeconds };
}

/** Lets the subscriber finish a short answer; a long, slow or broken one is left. The status has said all. */
function readSome(answer: IncomingMessage, done: () => void): void {
  let read = 0;
  answer.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read > mostAnswerBytes) answer.destroy();
  });
  answer.on('error', () => undefined);
  answer.on('close', done);
}
