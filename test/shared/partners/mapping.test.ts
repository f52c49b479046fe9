import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallerError } from '../../../shared/errors.ts';
import '../../../shared/messages.ts';
import { isPointer, pointedTo } from '../../../shared/partners/json-pointer.ts';
import { mapped, mapping } from '../../../shared/partners/mapping.ts';

const rules = (set: Record<string, unknown> = {}, when?: unknown) =>
  mapping.parse({
    'request.opened': {
      ...(when === undefined ? {} : { when }),
      set: { 'data.externalId': '/nr', 'data.subject': '/title', 'data.text': '/body', 'data.requester.name': '/who', ...set },
    },
  });
const problemsOf = (written: unknown) => {
  const read = mapping.safeParse(written);
  return read.success ? [] : read.error.issues.map(({ message, path }) => [path.join('.'), message]);
};

/** A JSON value, a pointer into it, and what stands there: by walking, not by reading pointers. */
const placed = fc
  .tuple(fc.jsonValue(), fc.array(fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '', '0')), { maxLength: 5 }))
  .map(([leaf, names]) => ({
    leaf,
    whole: names.reduceRight<unknown>((inner, name) => ({ [name]: inner, ...(name === 'other' ? {} : { other: 1 }) }), leaf),
    pointer: names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    isOdd: names.some((name) => name === '__proto__'),
  }));

describe('a JSON Pointer', () => {
  it('leads to what stands at its place, whatever characters the names have', () => {
    fc.assert(
      fc.property(placed, ({ leaf, whole, pointer, isOdd }) => {
        fc.pre(!isOdd);
        expect(isPointer(pointer)).toBe(true);
        expect(pointedTo(whole, pointer)).toEqual(leaf);
      }),
    );
  });

  it.each([
    ['/a/0', 'x'],
    ['/a/1/b', true],
    ['/a/2', undefined],
    ['/a/01', undefined],
    ['/a/-', undefined],
    ['/a/length', undefined],
    ['/toString', undefined],
    ['/__proto__', undefined],
    ['/none/deeper', undefined],
  ])('%s leads to %j', (pointer, value) => {
    expect(pointedTo({ a: ['x', { b: true }] }, pointer)).toEqual(value);
  });

  it.each(['a', 'a/b', '/~2', '/a~', '#/a'])('is not %s', (text) => {
    expect(isPointer(text)).toBe(false);
  });
});

describe('a mapping', () => {
  it('puts texts and numbers where they belong, and nothing else of the body', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(scalar, scalar, scalar, scalar, fc.dictionary(fc.string(), fc.jsonValue()), (nr, title, body, who, more) => {
        const { body: event } = mapped({ ...more, nr, title, body, who }, rules());
        expect(event).toEqual({
          type: 'request.opened',
          data: { externalId: String(nr), subject: String(title), text: String(body), requester: { name: String(who) } },
        });
      }),
    );
  });

  it('never throws anything but what the partner is told, whatever comes', () => {
    const set = { 'data.priority': { from: '/prio', table: { P1: 'urgent' } }, 'data.kind': { constant: 'incident' } };
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        try {
          mapped(body, rules(set, { path: '/kind', equals: 1 }));
        } catch (error) {
          expect(error).toBeInstanceOf(CallerError);
        }
      }),
    );
  });

  it('leaves out what is missing or null', () => {
    expect(mapped({ nr: 'A', title: null }, rules()).body).toEqual({ type: 'request.opened', data: { externalId: 'A' } });
  });

  it('translates words by its table, and others by `otherwise`', () => {
    const set = { 'data.priority': { from: '/prio', table: { P1: 'urgent', '2': 'high' }, otherwise: 'normal' } };
    const priorityOf = (prio: unknown) => pointedTo(mapped({ prio }, rules(set)).body, '/data/priority');
    expect([priorityOf('P1'), priorityOf(2), priorityOf('P9'), priorityOf(undefined), priorityOf('constructor')]).toEqual([
      'urgent',
      'high',
      'normal',
      'normal',
      'normal',
    ]);
  });

  it('leaves a body of our own shape as it is, where none of its rules fits', () => {
    const body = { type: 'state.asked', data: { externalId: 'A' } };
    expect(mapped(body, rules({}, { path: '/kind', equals: 'NEW' })).body).toBe(body);
    expect(mapped({ anything: 1 }, undefined).body).toEqual({ anything: 1 });
  });

  it('names fields as the partner does, the whole of several by the first', () => {
    const { sourceOf } = mapped(
      {},
      rules({ 'data.kind': { constant: 'incident' }, 'data.priority': { from: '/prio', table: {} } }),
    );
    expect(['data.subject', 'data.requester', 'data.priority', 'data.kind', 'timestamp'].map(sourceOf)).toEqual([
      '/title',
      '/who',
      '/prio',
      'data.kind',
      'timestamp',
    ]);
  });

  it.each([
    [{ 'request.closed': {} }, '', 'Unrecognized key: "request.closed"'],
    [{ 'state.asked': { set: {} } }, 'state.asked.set', 'must set one of data.reference, data.externalId'],
    [{ 'message.added': { set: { 'data.externalId': '/nr' } } }, 'message.added.set', 'must set data.text'],
    [
      { 'state.asked': { set: { 'data.externalId': 'nr' } } },
      'state.asked.set.data.externalId',
      'must be a JSON Pointer such as /ticket/title (RFC 6901)',
    ],
    [
      { 'state.asked': { when: { path: 'kind', equals: 'X' }, set: { 'data.externalId': '/nr' } } },
      'state.asked.when.path',
      'must be a JSON Pointer such as /ticket/title (RFC 6901)',
    ],
  ])('that makes no sense is refused: %j', (written, place, rule) => {
    expect(problemsOf(written)).toContainEqual([place, rule]);
  });
});
