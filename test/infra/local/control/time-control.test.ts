import { describe, expect, it } from 'vitest';
import { aControl } from './a-control.ts';

const nowOf = (json: unknown) => Date.parse((json as { now: string }).now);

describe('POST /_local/clock', () => {
  it.each([
    ['PT4H', 4 * 3600],
    ['P1DT2H', 26 * 3600],
    ['PT30S', 30],
    ['P2W', 14 * 86_400],
    ['PT0.5S', 0.5],
    ['PT0S', 0],
  ])('advances by %s', async (advance, seconds) => {
    const { send, clock } = aControl();
    const before = clock.now();
    const { status, json } = await send('POST /_local/clock', { advance });
    expect(status).toBe(200);
    expect(nowOf(json) - before).toBeGreaterThanOrEqual(seconds * 1000);
    expect(nowOf(json) - before).toBeLessThan(seconds * 1000 + 5000);
  });

  it('sets a time to come and tells it with the offset', async () => {
    const { send } = aControl();
    const { json } = await send('POST /_local/clock', { set: '2126-01-05T09:00:00+01:00' });
    expect(json).toMatchObject({ now: expect.stringMatching(/^2126-01-05T08:00:0\d/), offsetSeconds: expect.any(Number) });
    expect((await send('GET /_local/clock')).json).toMatchObject({ now: expect.stringMatching(/^2126-01-05T08:00:0\d/) });
  });

  it('answers when everything due by then has settled', async () => {
    const { send, clock } = aControl();
    const happened: string[] = [];
    clock.at(clock.now() + 3600_000, 'first', () => {
      happened.push('first');
      clock.at(clock.now() + 3600_000, 'second', () => happened.push('second'));
    });
    await send('POST /_local/clock', { advance: 'PT2H5S' });
    expect(happened).toEqual(['first', 'second']);
  });

  it('adds up two advances asked for at once', async () => {
    const { send, clock } = aControl();
    const before = clock.now();
    await Promise.all([send('POST /_local/clock', { advance: 'PT1H' }), send('POST /_local/clock', { advance: 'PT1H' })]);
    expect(clock.now() - before).toBeGreaterThanOrEqual(2 * 3600_000);
  });

  it.each([
    ['advance', { advance: '4h' }, 'ISO 8601 duration'],
    ['advance', { advance: '-PT4H' }, 'must not be negative'],
    ['advance', { advance: 'P1M' }, 'years or months'],
    ['advance', { advance: 'P4000000D' }, '9999'],
    ['set', { set: '2026-01-05T08:00:00' }, 'with its offset'],
    ['set', { set: '2126-02-30T08:00:00Z' }, 'ISO 8601 instant'],
    ['set', { set: '2020-01-05T08:00:00Z' }, 'must not be in the past'],
    ['body', {}, 'exactly one'],
    ['body', { advance: 'PT1H', set: '2126-01-05T08:00:00Z' }, 'exactly one'],
    ['forward', { forward: 'PT1H' }, 'not a field'],
    ['body', 'PT1H', 'must be JSON'],
  ])('refuses: %s in %j', async (field, body, rule) => {
    const { send, clock } = aControl();
    const { status, json } = await send('POST /_local/clock', body);
    expect({ status, json }).toMatchObject({ status: 400, json: { field, rule: expect.stringContaining(rule) } });
    expect(clock.offset()).toBe(0);
  });
});

describe('POST /_local/settle', () => {
  it('waits until no work is in flight', async () => {
    const { send, activity } = aControl();
    const end = activity.begin('work');
    let settled = false;
    const answer = send('POST /_local/settle').then((response) => {
      settled = true;
      return response;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(settled).toBe(false);
    end();
    expect((await answer).json).toEqual({ settled: true });
  });

  it('names the work that takes too long', async () => {
    const { send, activity } = aControl({ patience: 1 });
    activity.begin('a function that hangs');
    expect(await send('POST /_local/settle')).toMatchObject({ status: 504, json: { inFlight: ['a function that hangs'] } });
  });
});
