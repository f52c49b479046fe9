import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CallerError } from '../errors.ts';
import { type Page, type PageEvent, pageResponse } from './html-pages.ts';
import { problem } from './http.ts';
import type { Log } from './log.ts';

export type PublicRoutes = Record<string, (event: PageEvent) => Promise<APIGatewayProxyStructuredResultV2>>;

/**
 * A function behind the HTTP API that anybody may call, people with a browser and programs alike, by API Gateway's route key. What it
 * throws is a page for those who asked for one, and problem+json for the rest.
 */
export function publicRoutes(log: Log, routes: PublicRoutes, failed: Page) {
  return middy<PageEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        const { error, event, context } = request;
        const told = problem(log, error, context.awsRequestId);
        request.response = wantsPage(event) && !(error instanceof CallerError) ? pageResponse(failed) : told;
      },
    })
    .handler(async (event) => {
      const route = routes[event.routeKey];
      if (!route) throw new CallerError('not-found', `there is no ${event.routeKey}`);
      return route(event);
    });
}

/** A browser that goes to an address names HTML before all else; a program names what it reads, or nothing. */
export function wantsPage({ headers }: Pick<PageEvent, 'headers'>): boolean {
  const types = (headers?.accept ?? '').split(',').map((each) => each.split(';')[0]?.trim());
  const [html, json] = ['text/html', 'application/json'].map((type) => types.indexOf(type));
  return html !== undefined && html >= 0 && (json === undefined || json < 0 || html < json);
}

/**
 * Where a request comes from: as API Gateway saw it, or, behind CloudFront, as CloudFront says in the header of this name. Whoever calls
 * API Gateway directly can write that header, so it counts only where the stage has CloudFront before it, and only for limits.
 */
export const sourceReader =
  (header: string | undefined) =>
  ({ headers, requestContext }: Pick<PageEvent, 'headers' | 'requestContext'>): string =>
    (header === undefined ? undefined : headers?.[header]) ?? requestContext.http.sourceIp;

/** The languages a browser says that its reader understands, best first. */
export const acceptedLanguages = ({ headers }: Pick<PageEvent, 'headers'>): string[] =>
  (headers?.['accept-language'] ?? '')
    .slice(0, 1000)
    .split(',')
    .map((each) => {
      const [tag = '', ...parameters] = each
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { tag, quality };
    })
    .filter(({ tag, quality }) => tag !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
