import type { SequenceCase, SequenceEvent } from './sequence.ts';

const always = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]));
export const calendar = { timezone: 'UTC', weekly: always as Record<string, [string, string][]>, holidays: [] };

export const aSequence = (overrides: Partial<SequenceCase> = {}): SequenceCase => ({
  id: 'own-1',
  suite: 'own',
  policy: { calendar, targets: { first_response: 60, next_response: 30, resolution: 120 } },
  events: [{ at: '2026-01-05T09:00:00Z', type: 'created' }],
  expect: { first_response_due: '2026-01-05T10:00:00+00:00' },
  verified: 'confirmed',
  ...overrides,
});

/** The creation at 09:00 UTC and what happened after it on that day, as `['09:10', 'customer_reply']`. */
export const createdThen = (...events: [string, string, Partial<SequenceEvent>?][]): SequenceEvent[] => [
  { at: '2026-01-05T09:00:00Z', type: 'created' },
  ...events.map(([time, type, rest]) => ({ at: `2026-01-05T${time}:00Z`, type, ...rest })),
];
