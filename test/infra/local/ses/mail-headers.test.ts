import { expect, it } from 'vitest';
import { headerValue, readHeaders } from '../../../../infra/local/ses/mail-headers.ts';

const read = (text: string, encoding: BufferEncoding = 'utf8') => readHeaders(Buffer.from(text, encoding));

it('unfolds values and stops at the first empty line', () => {
  const { fields, newline } = read('Subject: one\r\n\ttwo\r\n  three\r\nTo: a@b.c\r\n\r\nBody: no\r\n');
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ['Subject', 'one two three'],
    ['To', 'a@b.c'],
  ]);
  expect(newline).toBe('\r\n');
});

it('knows where each field stands', () => {
  const raw = 'A: 1\nB: 2\n  more\nC: 3\n\nbody';
  const fields = read(raw).fields;
  expect(fields.map(({ start, end }) => raw.slice(start, end))).toEqual(['A: 1\n', 'B: 2\n  more\n', 'C: 3\n']);
});

it('finds a field whatever its case', () => {
  expect(headerValue(read('MESSAGE-id: <1>\n\n'), 'Message-ID')).toBe('<1>');
});

it('skips what is no header, and a line of a mailbox file in front', () => {
  expect(read('From ana Mon Jan  5\nTo: a\nnot a header\n and its fold\nCc: b\n\n').fields.map(({ name }) => name)).toEqual([
    'To',
    'Cc',
  ]);
});

it.each(['', '\r\n', 'just text, no headers\r\nTo: nobody\r\n', '\r\nTo: in the body\r\n'])('finds no headers in %j', (raw) => {
  expect(read(raw).fields).toEqual([]);
});

it('reads a mail that ends within its headers', () => {
  expect(headerValue(read('To: a@b.c\r\nSubject: cut'), 'subject')).toBe('cut');
});

it('takes UTF-8 as such and other bytes one by one', () => {
  expect(headerValue(read('Subject: né\n\n'), 'subject')).toBe('né');
  expect(headerValue(read('Subject: n\u00e9\n\n', 'latin1'), 'subject')).toBe('né');
});
