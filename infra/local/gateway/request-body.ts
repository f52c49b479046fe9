import type { IncomingMessage } from 'node:http';
import { maximumRequestBytes, tooLarge } from './refusals.ts';

const nothing = Buffer.alloc(0);

/** Reads a request's body, without a copy when it came in one piece. Rejects with 413 over the limit, and when the client goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > maximumRequestBytes) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maximumRequestBytes) {
        request.pause();
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      const [first] = chunks;
      if (first === undefined) resolve(nothing);
      else resolve(chunks.length === 1 ? first : Buffer.concat(chunks, bytes));
    });
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}
