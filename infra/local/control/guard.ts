import { type HttpRequest, type HttpResponse, headerOf, jsonResponse } from '../http-api/exchange.ts';

/**
 * Refuses what a web site could make a browser send here: a host name of its own that resolves to this machine (DNS rebinding), and a
 * POST from another origin. Commands like curl send no Origin and pass.
 */
export function refuseForeign(request: HttpRequest): HttpResponse | undefined {
  const host = headerOf(request, 'host') ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host))
    return jsonResponse(403, { message: `the local cloud answers to 127.0.0.1 and localhost only, not to the host ${host}` });
  const origin = headerOf(request, 'origin');
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (!reads && origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return jsonResponse(403, { message: `the local cloud takes no changes from the origin ${origin}` });
  return undefined;
}
