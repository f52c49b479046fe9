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
}

/** No colours of its own: the reader's light or dark scheme sets them. */
const style = [
  ':root{color-scheme:light dark}',
  'body{max-width:40em;margin:0 auto;padding:1em;font:1em/1.5 system-ui,sans-serif;overflow-wrap:anywhere}',
  'h1{font-size:1.5em}dt{font-weight:600}dd{margin:0 0 .5em}',
  'button{font:inherit;padding:.75em 1.5em;cursor:pointer}',
].join('');

/**
 * No script, nothing from elsewhere, forms only to where they came from. The address holds a permission, so it goes into no cache, no
 * index of a search engine and no Referer.
 */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * A function behind the HTTP API that answers with pages, by API Gateway's route key. What it throws is logged and shown as the page
 * `failed`, which says nothing of it.
 */
export function htmlPages(log: Log, routes: Record<string, (event: PageEvent) => Promise<Page>>, failed: Page) {
  return middy<PageEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        log.error('request failed', request.error, { requestId: request.context.awsRequestId });
        request.response = answered(failed);
      },
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw new Error(`there is no ${event.routeKey}`);
      return answered(await route(event));
    });
}

const answered = (page: Page): APIGatewayProxyStructuredResultV2 => ({
  statusCode: page.status,
  headers,
  body: [
    `<!doctype html><html lang="${page.languageTag}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">',
    `<title>${page.title}</title><style>${style}</style></head>`,
    `<body><main>${page.content}</main></body></html>\n`,
  ].join('\n'),
});
