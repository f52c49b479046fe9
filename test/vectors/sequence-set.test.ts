import { describe, expect, it } from 'vitest';
import { aSequence, createdThen } from './a-sequence.ts';
import type { SequenceEvent } from './sequence.ts';
import { play } from './sequence-play.ts';

type Given = [string, string, Partial<SequenceEvent>?];
const set = (time: string, field: string): Given => [time, 'set', { field }];
const asked: Given = ['09:00', 'customer_reply'];

/** How each clock stands after these events: its metric and cycle, its state and the time at which it was finished. */
const clocksAfter = (...events: Given[]): Record<string, string> => {
  const { clocks } = play(aSequence({ events: createdThen(...events) }));
  return Object.fromEntries(
    clocks.map(({ metric, cycle, state, finishedAt }) => [
      `${metric} ${cycle}`,
      finishedAt ? `${state} ${finishedAt.slice(11, 16)}` : state,
    ]),
  );
};

describe('a field that a suite sets', () => {
  it('ends the one clock that waits for it, and no other', () => {
    const untouched = { 'first-response 1': 'running', 'next-response 1': 'running', 'resolution 1': 'running' };
    expect(clocksAfter(asked, set('09:20', 'first_response_at'))).toEqual({ ...untouched, 'first-response 1': 'met 09:20' });
    expect(clocksAfter(asked, set('09:20', 'last_agent_contact'))).toEqual({ ...untouched, 'next-response 1': 'met 09:20' });
    expect(clocksAfter(asked, set('09:20', 'close_at'))).toEqual({ ...untouched, 'resolution 1': 'met 09:20' });
  });
  it('is the time of the first response, and leaves the status as it is', () => {
    const { ticket } = play(
      aSequence({ events: createdThen(asked, set('09:20', 'first_response_at'), set('09:25', 'close_at')) }),
    );
    expect([ticket.firstRespondedAt, ticket.status]).toEqual(['2026-01-05T09:20:00.000Z', 'open']);
  });
  it('may be of an earlier time than what was set before it, and take back what was broken since', () => {
    const late = set('11:00', 'first_response_at');
    expect(clocksAfter(asked, late, set('09:20', 'last_agent_contact'), set('10:50', 'close_at'))).toEqual({
      'first-response 1': 'breached 11:00',
      'next-response 1': 'met 09:20',
      'resolution 1': 'met 10:50',
    });
  });
  it('starts the next response where the customer has the last word and none is open', () => {
    const { ticket } = play(
      aSequence({ events: createdThen(set('09:10', 'last_customer_contact'), set('09:15', 'last_customer_contact')) }),
    );
    const started = ticket.clocks.filter(({ metric }) => metric === 'next-response');
    expect(started.map(({ startedAt, dueAt }) => [startedAt, dueAt])).toEqual([['2026-01-05T09:10:00Z', '2026-01-05T09:40:00Z']]);
    expect(ticket.unansweredSince).toBe('2026-01-05T09:00:00.000Z');
    const again: Given[] = [asked, set('09:20', 'last_agent_contact'), set('09:30', 'last_customer_contact')];
    expect(clocksAfter(...again)).toMatchObject({ 'next-response 1': 'met 09:20', 'next-response 2': 'running' });
  });
  it('does not start a next response that the policy does not promise', () => {
    const policy = { targets: { first_response: 60 } };
    const { clocks } = play(aSequence({ policy, events: createdThen(set('09:10', 'last_customer_contact')) }));
    expect(clocks.map(({ metric }) => metric)).toEqual(['first-response']);
  });
  it('counts in the order in which the suite sets it, not in that of time', () => {
    const answered = set('09:20', 'last_agent_contact');
    const spoken = set('09:15', 'last_customer_contact');
    expect(clocksAfter(asked, answered, spoken)).toMatchObject({ 'next-response 2': 'running' });
    expect(clocksAfter(asked, spoken, answered)).not.toHaveProperty(['next-response 2']);
  });
  it('does not answer a message that came only after it', () => {
    const before: Given[] = [set('09:30', 'last_customer_contact'), set('09:10', 'last_agent_contact')];
    expect(clocksAfter(...before)).toMatchObject({ 'next-response 1': 'running' });
  });
});

describe('a sequence without such fields', () => {
  it('is played in the order of time', () => {
    expect(clocksAfter(['09:20', 'agent_reply'], ['09:10', 'customer_reply'])).toMatchObject({ 'next-response 1': 'met 09:20' });
  });
});
