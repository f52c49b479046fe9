/** A request as the local web server hands it on. */
export interface HttpRequest {
  method: string;
  /** Path and query as on the request line, still percent-encoded. */
  url: string;
  /** Lower-case names; a header sent more than once is a list. */
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  sourceIp: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  /** One `set-cookie` header each. */
  cookies?: string[];
}

export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** A header's value, duplicates joined by commas. The name must be lower-case. */
export function headerOf(request: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

/** The decoded path of a request line; one that is not valid percent-encoding stays as it is. */
export function pathOf(url: string): string {
  const encoded = url.split('?', 1)[0] ?? '';
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

export function queryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}
