import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { type HttpRequest, type HttpResponse, pathOf } from '../http-api/exchange.ts';

export interface Pages {
  /** undefined: not a page or asset. */
  handle(request: Pick<HttpRequest, 'method' | 'url'>): HttpResponse | undefined;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Nothing from elsewhere, nothing inline: what a mail or ticket says can never run here. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** The page with the chat may speak to the WebSocket API, and put files into the bucket; each has a port of its own. */
const securityHeadersOf = (file: string) =>
  file.endsWith('chat-demo.html')
    ? {
        ...securityHeaders,
        'content-security-policy': securityHeaders['content-security-policy'].replace(
          "connect-src 'self'",
          "connect-src 'self' ws: http://127.0.0.1:*",
        ),
      }
    : securityHeaders;

const pageFiles: Record<string, string> = {
  '/': 'overview.html',
  '/_local/sign-in': 'sign-in.html',
  '/_local/charts': 'charts.html',
  '/_local/phone': 'phone.html',
  '/chat/demo': 'chat-demo.html',
};

/** The local cloud's own pages: overview at `/`, sign-in, charts, calls, and what they are made of under `/_local/assets/`. */
export function createPages(): Pages {
  const own = import.meta.dirname;
  const uplot = join(dirname(createRequire(import.meta.url).resolve('uplot/package.json')), 'dist');
  const files = new Map<string, string>(Object.entries(pageFiles).map(([path, file]) => [path, join(own, file)]));
  for (const file of readdirSync(own))
    if (file.endsWith('.js') || file.endsWith('.css')) files.set(`/_local/assets/${file}`, join(own, file));
  files.set('/_local/assets/uplot.js', join(uplot, 'uPlot.esm.js'));
  files.set('/_local/assets/uplot.css', join(uplot, 'uPlot.min.css'));

  return {
    handle: ({ method, url }) => {
      const file = method === 'GET' || method === 'HEAD' ? files.get(pathOf(url)) : undefined;
      if (file === undefined) return undefined;
      const headers = { ...securityHeadersOf(file), 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' };
      return { status: 200, headers, body: readFileSync(file) };
    },
  };
}
