type Segment = { kind: 'literal'; text: string } | { kind: 'variable'; name: string } | { kind: 'greedy'; name: string };

export interface RoutePattern {
  /** `GET /tickets/{id}`, `ANY /x`, `$default` */
  key: string;
  /** `$default` has no path: it matches everything. */
  path?: { method: string; segments: Segment[]; text: string };
}

export interface Match<R extends RoutePattern> {
  route: R;
  parameters: Record<string, string>;
}

/** Throws for a key that API Gateway would refuse. */
export function parseRouteKey(key: string): RoutePattern {
  if (key === '$default') return { key };
  const parts = /^(ANY|GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/.*)$/.exec(key);
  const [, method, text] = parts ?? [];
  if (method === undefined || text === undefined) throw new Error(`not a route key of an HTTP API: ${key}`);
  const segments = text.slice(1).split('/').map(parseSegment);
  if (segments.slice(0, -1).some((segment) => segment.kind === 'greedy'))
    throw new Error(`a greedy variable must come last: ${key}`);
  return { key, path: { method, segments, text } };
}

function parseSegment(text: string): Segment {
  const [, name, plus] = /^\{([^{}+]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'literal', text };
  return { kind: plus ? 'greedy' : 'variable', name };
}

/**
 * The route for a request, by API Gateway's precedence: a full match before a greedy one before `$default`; of two that match alike the
 * more specific path, then the one that names the method. Source: "Working with routes for HTTP APIs". `path` is decoded.
 */
export function matchRoute<R extends RoutePattern>(routes: readonly R[], method: string, path: string): Match<R> | undefined {
  const given = path.slice(1).split('/');
  let best: (Match<R> & { rank: number[] }) | undefined;
  for (const route of routes) {
    const parameters = route.path ? variablesOf(route.path, method, given) : {};
    if (!parameters) continue;
    const rank = rankOf(route);
    if (!best || comesBefore(rank, best.rank)) best = { route, parameters, rank };
  }
  return best && { route: best.route, parameters: best.parameters };
}

function variablesOf(
  pattern: NonNullable<RoutePattern['path']>,
  method: string,
  given: string[],
): Record<string, string> | undefined {
  if (pattern.method !== 'ANY' && pattern.method !== method) return undefined;
  const greedy = pattern.segments.at(-1)?.kind === 'greedy';
  if (greedy ? given.length < pattern.segments.length : given.length !== pattern.segments.length) return undefined;
  const variables: Record<string, string> = {};
  for (const [index, segment] of pattern.segments.entries()) {
    const text = given[index] ?? '';
    if (segment.kind === 'literal') {
      if (segment.text !== text) return undefined;
    } else {
      if (text === '') return undefined;
      variables[segment.name] = segment.kind === 'greedy' ? given.slice(index).join('/') : text;
    }
  }
  return variables;
}

const rankOfSegment = { literal: 0, variable: 1, greedy: 2 };

/** Compared place by place, lower first: class of match, then each segment, then method before ANY. */
function rankOf({ path }: RoutePattern): number[] {
  if (!path) return [2];
  const greedy = path.segments.at(-1)?.kind === 'greedy';
  return [greedy ? 1 : 0, ...path.segments.map((segment) => rankOfSegment[segment.kind]), path.method === 'ANY' ? 1 : 0];
}

function comesBefore(a: number[], b: number[]): boolean {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? 0;
    if (left !== right) return left < right;
  }
  return false;
}
