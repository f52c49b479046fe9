import { describe, expect, it } from 'vitest';
import type { Facts } from '../../shared/contracts/target.ts';
import { agentReply } from '../../shared/tickets/decide.ts';
import { evolve } from '../../shared/tickets/evolve.ts';
import { anOpening, aTicket, byAgent } from '../support/builders.ts';
import { due, named, shown } from './agreements.ts';

describe('after-sales-cn', () => {
  it.each<[Facts['channel'], string]>([
    ['phone', '2026-02-14 09:00:00'],
    ['remote', '2026-02-14 09:00:00'],
    ['on-site', '2026-02-14 12:00:00'],
    ['email', '2026-02-24 11:00:00'],
  ])('responds by %s in its time, on Saturdays too but not over Spring Festival', (channel, at) => {
    expect(due('after-sales-cn', '2026-02-13T17:00:00+08:00', { channel })).toEqual({ 'first-response': at });
  });
});

describe('service-cn', () => {
  it('responds to portal requests within four business hours, make-up Saturdays included', () => {
    expect(due('service-cn', '2026-02-13T16:00:00+08:00', { channel: 'portal' })).toEqual({
      'first-response': '2026-02-14 11:00:00',
    });
  });
  it('promises nothing at once by email, for which the agreement names no time', () => {
    expect(due('service-cn', '2026-02-13T16:00:00+08:00')).toEqual({});
  });
  it('has a person take a hotline call within 60 seconds', () => {
    expect(due('service-cn', '2026-01-05T09:00:00+08:00', { channel: 'phone' })).toEqual({ 'pick-up': '2026-01-05 09:01:00' });
  });
  it('answers a complaint within two business days', () => {
    expect(due('service-cn', '2026-02-13T16:00:00+08:00', { kind: 'complaint' })).toEqual({ complaint: '2026-02-24 16:00:00' });
  });
  it.each<[Facts['priority'], string | undefined]>([
    ['urgent', '2026-01-06 16:00:00'],
    ['high', '2026-01-06 16:00:00'],
    ['normal', '2026-01-08 14:00:00'],
    ['low', undefined],
  ])('promises a solution or clear progress after the first response, once: %s', (priority, at) => {
    const contract = named('service-cn');
    const answer = (messageId: string) => ({ messageId, text: 'We have found the cause.' });
    const ticket = aTicket({}, contract, anOpening({ channel: 'portal', priority }));
    // Five in the afternoon in Shanghai, an hour before closing.
    const first = agentReply(ticket, answer('msg_2'), contract, byAgent(new Date('2026-01-05T09:00:00Z')));
    const answered = first.reduce(evolve, ticket);
    const update = answered.clocks.find(({ metric }) => metric === 'update');
    expect(shown(update?.dueAt, contract.timeZone)).toBe(at);
    const news = agentReply(answered, answer('msg_3'), contract, byAgent(new Date('2026-01-06T02:00:00Z'))).reduce(
      evolve,
      answered,
    );
    expect(news.clocks.filter(({ metric }) => metric === 'update').map(({ state }) => state)).toEqual(at ? ['met'] : []);
  });
});
