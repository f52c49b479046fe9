import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { listing } from '../../shared/api/agents/listing.ts';
import { mailListing, opening } from '../../shared/api/agents/requests.ts';
import { day, instant } from '../../shared/instant.ts';
import { requestOpened } from '../../shared/partners/event-schemas.ts';

const takes = (schema: z.ZodMiniType, value: unknown) => z.safeParse(schema, value).success;

describe('an instant', () => {
  it.each(['2026-01-05T09:00:00Z', '2026-01-05T09:00:00.123456789+01:00', '2028-02-29T23:59:59-08:00'])('may be %s', (text) =>
    expect(takes(instant, text)).toBe(true),
  );
  it.each(['2026-02-30T09:00:00Z', '2026-02-29T09:00:00Z', '2026-04-31T09:00:00+02:00', '2026-13-01T09:00:00Z'])(
    'cannot be on %s, a day that there is not',
    (text) => expect(takes(instant, text)).toBe(false),
  );
  it.each(['2026-01-05', '2026-01-05T09:00:00', '2026-01-05T25:00:00Z', '5.1.2026', '', 7])('is not %j', (text) =>
    expect(takes(instant, text)).toBe(false),
  );
});

describe('a day', () => {
  it.each(['2026-01-05', '2028-02-29'])('may be %s', (text) => expect(takes(day, text)).toBe(true));
  it.each(['2026-02-30', '2026-02-29', '2026-00-10', '5.1.2026', '', undefined])('is not %j', (text) =>
    expect(takes(day, text)).toBe(false),
  );
});

it('whoever sends dates is held to it', () => {
  const request = { subject: 's', text: 't', requester: { name: 'Ana' } };
  const [there, not] = ['2026-02-28T09:00:00Z', '2026-02-30T09:00:00Z'];
  for (const [schema, value] of [
    [listing, (at: string) => ({ dueBefore: at })],
    [listing, (at: string) => ({ dueAfter: at })],
    [mailListing, (at: string) => ({ day: at.slice(0, 10) })],
    [opening, (at: string) => ({ ...request, channel: 'post', receivedAt: at })],
    [opening, (at: string) => ({ ...request, channel: 'phone', answeredAt: at })],
    [requestOpened, (at: string) => ({ ...request, externalId: '1', occurredAt: at })],
  ] as const)
    expect([takes(schema, value(there)), takes(schema, value(not))], JSON.stringify(value(not))).toEqual([true, false]);
});
