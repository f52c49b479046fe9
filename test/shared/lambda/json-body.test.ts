import { describe, expect, it } from 'vitest';
import { jsonIn } from '../../../shared/lambda/json-body.ts';

const read = (text: string) => jsonIn(Buffer.from(text));
const refused = (field: string) =>
  expect.objectContaining({ code: 'invalid', field, message: 'must be well-formed Unicode, without half a surrogate pair' });

describe('half of a surrogate pair in a body', () => {
  it.each([
    ['"\\ud83d"', 'body'],
    ['{"text":"Fire \\ud83d"}', 'text'],
    ['{"text":"\\udd25\\ud83d"}', 'text'],
    ['{"text":"\\uDD25 fire"}', 'text'],
    ['{"requester":{"name":"\\ud83d"}}', 'requester.name'],
    ['{"list":["a",["\\ud83d"]]}', 'list.1.0'],
    ['{"a":{"\\ud83d":1}}', 'a.\ufffd'],
    ['{"\\udfff":"x"}', '\ufffd'],
  ])('%s is refused, naming %s', (text, field) => {
    expect(() => read(text)).toThrow(refused(field));
  });
  it('is none where both are there, or where only its spelling is', () => {
    expect(read('{"text":"\\ud83d\\udd25","more":"🔥 \\\\ud83d"}')).toEqual({ text: '🔥', more: '🔥 \\ud83d' });
  });
});
