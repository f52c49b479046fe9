import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json } from './cloud.ts';

/** An operation as the document has it. */
export interface DescribedOperation {
  id: string;
  method: string;
  /** With its parameters in braces. */
  path: string;
  described: Json;
}

export interface Exchange {
  id: string;
  status: number;
  /** What is not as described; empty where all is. */
  differences: string[];
}

/** The API as its document describes it, to hold answers against. Members that the document does not name are differences too. */
export function describedApi(document: Json) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(closed(document), 'api');
  const operations = Object.entries<Json>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(
      ([method, described]): DescribedOperation => ({ id: described.operationId, method: method.toUpperCase(), path, described }),
    ),
  );
  const patterns = operations.map((operation) => ({
    operation,
    pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
  }));

  /** The one that this is a call of: of several, that with the fewest parameters. */
  const operationOf = (method: string, path: string): DescribedOperation | undefined =>
    patterns
      .filter(({ operation, pattern }) => operation.method === method && pattern.test(path))
      .sort((a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length)[0]?.operation;

  const differencesOf = (operation: DescribedOperation, status: number, type: string, text: string): string[] => {
    const described = operation.described.responses[status];
    if (!described) return [`answers ${status}, which it does not say`];
    const pointer = described.$ref
      ? `${String(described.$ref).slice(1)}`
      : `/paths/${escaped(operation.path)}/${operation.method.toLowerCase()}/responses/${status}`;
    const response = described.$ref ? document.components.responses[described.$ref.split('/').at(-1)] : described;
    if (!response.content) return text === '' ? [] : [`${status} has a body, which it does not say`];
    const media = type.split(';', 1)[0] ?? '';
    if (!response.content[media]) return [`${status} is ${media}, not ${Object.keys(response.content).join(' or ')}`];
    if (!media.endsWith('json')) return [];
    const validate = ajv.compile({ $ref: `api#${pointer}/content/${escaped(media)}/schema` });
    validate(JSON.parse(text));
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${status} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };

  return {
    operations,
    operationOf,
    differencesOf,
    /** `fetch` that notes how each answer compares with the document. */
    checking(exchanges: Exchange[]): typeof fetch {
      return async (input, init) => {
        const response = await fetch(input, init);
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        const operation = operationOf(init?.method ?? 'GET', pathname);
        const type = response.headers.get('content-type') ?? '';
        const text = await response.clone().text();
        exchanges.push({
          id: operation?.id ?? pathname,
          status: response.status,
          differences: operation ? differencesOf(operation, response.status, type, text) : ['is described nowhere'],
        });
        return response;
      };
    },
  };
}
export type DescribedApi = ReturnType<typeof describedApi>;

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** A copy in which no object may have members beside those that it names. */
function closed(part: Json): Json {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isOpen = copy.type === 'object' && typeof copy.properties === 'object' && !('additionalProperties' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
