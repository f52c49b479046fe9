import { deepestBody, mostBodyBytes } from '../../shared/lambda/json-body.ts';

/** What no client of good will sends. */
export interface Sent {
  body?: Buffer;
  type?: string;
  headers?: Record<string, string>;
  query?: string;
  /** In place of every parameter of the path. */
  parameter?: string;
}

export const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const nested = (levels: number) => Buffer.from(`{"text":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`);
const tenMebibytes = 10 * 1024 * 1024;

export const noUtf8 = 'octets that are no UTF-8';

/** What is sent, and the statuses that it may be refused with. */
export const hostile: [string, Sent, number[]][] = [
  ['an empty body', { body: Buffer.alloc(0) }, [400]],
  ['no body at all', {}, [400]],
  ['a list', { body: json([]) }, [400]],
  ['null', { body: json(null) }, [400]],
  ['a number', { body: json(7) }, [400]],
  ['half of an object', { body: Buffer.from('{"text":"Hel') }, [400]],
  ['members that nobody knows', { body: json({ nonsense: true, text2: 'x' }) }, [400]],
  ['keys of prototypes', { body: Buffer.from('{"__proto__":{"text":"x"},"constructor":{"prototype":{"x":1}}}') }, [400]],
  [
    'every member of the wrong type',
    { body: json({ text: { a: 1 }, type: 7, fields: 'x', token: [], reason: 1, name: {} }) },
    [400],
  ],
  ['one level too many', { body: nested(deepestBody + 1) }, [400]],
  ['ten thousand levels', { body: nested(10_000) }, [400]],
  [noUtf8, { body: Buffer.from('{"nonsense":"\xff\xfe\xc3"}', 'latin1') }, [400]],
  ['a lone surrogate where text belongs', { body: Buffer.from('{"text":"\\udfff","reason":"\\ud800"}') }, [400]],
  ['a lone surrogate for a name', { body: Buffer.from('{"\\ud800":"x"}') }, [400]],
  ['one byte too many', { body: Buffer.concat([json({ text: 'x' }), Buffer.alloc(mostBodyBytes, ' ')]) }, [413]],
  ['more than a function takes', { body: Buffer.alloc(6.5 * 1024 * 1024, ' ') }, [413]],
  ['more than API Gateway takes', { body: Buffer.alloc(tenMebibytes + 1, ' ') }, [413]],
  ['another type of content', { body: json({ text: 'x' }), type: 'text/plain' }, [400, 415]],
  ['a type that is none', { body: json({ text: 'x' }), type: 'nonsense' }, [400, 415]],
  ['headers of 11 KB', { body: json({ text: 'x' }), headers: { 'x-filler': 'x'.repeat(11_000) } }, [431]],
];

/** In place of an id in a path. */
export const wrongParameters = [
  '%00',
  '..%2f..%2fetc%2fpasswd',
  '__proto__',
  'constructor',
  '%F0%9F%94%A5',
  "'%20OR%201=1",
  'x'.repeat(3000),
];
