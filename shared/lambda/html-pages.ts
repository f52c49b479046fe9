import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Log } from './log.ts';

export type PageEvent = APIGatewayProxyEventV2;

/** A page as its parts: `content` is HTML, whose texts are escaped already, as is `title`. */
export interface Page {
  status: number;
  /** What `lang` says. */
  languageTag: string;
  title: string;
  content: string;
  /** Rules of its own, beside those that every page has. */
  style?: string;
  /** Its only script, in full: the policy names it by its digest. */
  script?: string;
  /** What it may have beside what every page has: origins, by directive of the content security policy. */
  allows?: Partial<Record<'script-src' | 'connect-src' | 'frame-src' | 'frame-ancestors', readonly string[]>>;
  /** Of another origin, for pages that may read this one. */
  headers?: Readonly<Record<string, string>>;
}

/** No colours of its own: the reader's light or dark scheme sets them. */
const style = [
  ':root{color-scheme:light dark}',
  'body{max-width:40em;margin:0 auto;padding:1em;font:1em/1.5 system-ui,sans-serif;overflow-wrap:anywhere}',
  'h1{font-size:1.5em}dt{font-weight:600}dd{margin:0 0 .5em}',
  'button{font:inherit;padding:.75em 1.5em;cursor:pointer}',
].join('');

/**
 * Nothing but the page's own style and script, nothing from elsewhere but what it names, forms only to where they came from. The address
 * or the page holds a permission, so it goes into no cache, no index of a search engine and no Referer.
 */
const headersOf = ({ style: own = '', script, allows = {}, headers }: Page) => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${digestOf(style + own)}`,
    ...directive('script-src', [...(script === undefined ? [] : [digestOf(script)]), ...(allows['script-src'] ?? [])]),
    ...directive('connect-src', allows['connect-src']),
    ...directive('frame-src', allows['frame-src']),
    "form-action 'self'",
    "base-uri 'none'",
    ...directive('frame-ancestors', allows['frame-ancestors'] ?? ["'none'"]),
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  ...headers,
});

const digestOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const directive = (name: string, sources: readonly string[] = []) => (sources.length > 0 ? [`${name} ${sources.join(' ')}`] : []);

/**
 * A function behind the HTTP API that answers with pages, by API Gateway's route key. What it throws is logged and shown as the page
 * `failed`, which says nothing of it.
 */
export function htmlPages(log: Log, routes: Record<string, (event: PageEvent) => Promise<Page>>, failed: Page) {
  return middy<PageEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        log.error('request failed', request.error, { requestId: request.context.awsRequestId });
        request.response = pageResponse(failed);
      },
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw new Error(`there is no ${event.routeKey}`);
      return pageResponse(await route(event));
    });
}

export const pageResponse = (page: Page): APIGatewayProxyStructuredResultV2 => ({
  statusCode: page.status,
  headers: headersOf(page),
  body: [
    `<!doctype html><html lang="${page.languageTag}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${page.title}</title><style>${style}${page.style ?? ''}</style></head>`,
    `<body><main>${page.content}</main>${page.script === undefined ? '' : `<script>${page.script}</script>`}</body></html>\n`,
  ].join('\n'),
});
