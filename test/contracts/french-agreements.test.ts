import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicHolidays } from '../../infra/commands/public-holidays.ts';
import { readContractFile } from '../../shared/contracts/contract-file.ts';
import { entitlementAt } from '../../shared/contracts/entitlement.ts';
import { peopleOf } from '../../shared/contracts/roles.ts';
import type { Facts } from '../../shared/contracts/target.ts';
import { changeStatus } from '../../shared/tickets/decide.ts';
import { changePriority } from '../../shared/tickets/requalify.ts';
import { anOpening, aTicket, byAgent, monday } from '../support/builders.ts';
import { due, folder, named, shown } from './agreements.ts';

describe('generic-fr', () => {
  it('promises a first response within 24 business hours, French public holidays off', () => {
    // Friday, 8 May, is a holiday.
    expect(due('generic-fr', '2026-05-07T16:00:00+02:00')['first-response']).toBe('2026-05-13 13:00:00');
  });
  it('promises a resolution by priority', () => {
    const of = (priority: Facts['priority']) => due('generic-fr', '2026-01-05T09:00:00+01:00', { priority }).resolution;
    expect([of('urgent'), of('high'), of('normal'), of('low')]).toEqual([
      '2026-01-05 18:00:00',
      '2026-01-06 18:00:00',
      '2026-01-09 18:00:00',
      '2026-01-16 18:00:00',
    ]);
  });
  it('does not count the time that we wait for the customer, but for no more than ten working days', () => {
    const contract = named('generic-fr');
    const ticket = aTicket({}, contract, anOpening({ priority: 'urgent' }));
    const [paused] = changeStatus(ticket, { to: 'pending' }, contract, byAgent(monday));
    const clocks = paused && 'clocks' in paused ? paused.clocks : [];
    expect(clocks.map(({ metric, dueAt }) => [metric, shown(dueAt, contract.timeZone)])).toEqual([
      ['resolution', '2026-01-19 18:00:00'],
    ]);
  });
  it('shows how a suspension, a notice and the end are written', () => {
    const yaml = readFileSync(join(folder, 'generic-fr.yaml'), 'utf8');
    const example = /^# entitlement:\n(# {2}.*\n)+/m.exec(yaml)?.[0].replaceAll(/^# /gm, '') ?? '';
    const { entitlement } = readContractFile('example', yaml + example, publicHolidays);
    const on = (day: string) => entitlementAt(entitlement, new Date(`${day}T12:00:00+02:00`)).state;
    expect(['2026-03-01', '2026-03-02', '2026-03-16', '2026-05-04', '2026-06-03'].map(on)).toEqual([
      'active',
      'suspended',
      'active',
      'in-notice',
      'ended',
    ]);
  });
});

describe('roaming-fr', () => {
  it('promises to resolve incidents within four hours of notification, at any hour, on any channel', () => {
    for (const channel of ['email', 'phone', 'webhook'] as const)
      expect(due('roaming-fr', '2026-12-25T23:00:00+01:00', { channel })).toEqual({ resolution: '2026-12-26 03:00:00' });
  });
  it('promises no time for what is no incident', () => {
    expect(due('roaming-fr', '2026-12-25T23:00:00+01:00', { kind: 'question' })).toEqual({});
  });
});

describe('datasure-fr', () => {
  it('counts the first response inside the two shifts only', () => {
    expect(due('datasure-fr', '2026-01-02T16:30:00+01:00')).toEqual({
      'first-response': '2026-01-05 12:30:00',
      resolution: '2026-01-07 16:30:00',
    });
    expect(due('datasure-fr', '2026-01-05T12:00:00+01:00', { priority: 'urgent' })['first-response']).toBe('2026-01-05 14:00:00');
  });
});

describe('paid-tickets-fr', () => {
  it('answers chats within minutes of chat hours, and tickets within a day', () => {
    expect(due('paid-tickets-fr', '2026-01-05T12:25:00+01:00', { channel: 'chat' })).toEqual({
      'first-response': '2026-01-05 14:05:00',
    });
    expect(due('paid-tickets-fr', '2026-01-05T12:25:00+01:00')).toEqual({ 'first-response': '2026-01-06 11:55:00' });
  });
  it('is there on a Saturday that is opened for once', () => {
    expect(due('paid-tickets-fr', '2026-12-19T09:00:00+01:00', { channel: 'chat' })['first-response']).toBe(
      '2026-12-19 10:10:00',
    );
  });
});

describe('incident-portal-fr', () => {
  it('gives incidents to the technical team and everything else to others', () => {
    const { teams } = named('incident-portal-fr');
    expect(teams.incident).toBe('équipe technique');
    expect([teams.request, teams.question, teams.complaint]).not.toContain(teams.incident);
  });
});

describe('always-on-fr', () => {
  it('answers in French at any hour', () => {
    expect(named('always-on-fr').languages).toEqual(['fr']);
    expect(due('always-on-fr', '2026-12-25T03:00:00+01:00', { channel: 'phone' })['pick-up']).toBe('2026-12-25 03:00:45');
  });
  it('has other people on duty at night', () => {
    const on = (at: string) => peopleOf(['role:duty'], named('always-on-fr'), new Date(at));
    expect(on('2026-01-05T06:59:59+01:00')).toEqual(['astreinte@guichet.example']);
    expect(on('2026-01-05T07:00:00+01:00')).toEqual(['duty@guichet.example']);
  });
});

describe('partner-relay-fr', () => {
  // The Thursday before a bridge: Friday, 8 May, is a holiday.
  const thursday = '2026-05-07T16:00:00+02:00';
  it.each<[Facts['channel'], string]>([
    ['phone', '2026-05-11 11:00:00'],
    ['post', '2026-05-18 16:00:00'],
    ['email', '2026-05-12 16:00:00'],
    ['webhook', '2026-05-12 16:00:00'],
  ])('answers what comes by %s in its time, a question as a complaint', (channel, at) => {
    for (const kind of ['complaint', 'question'] as const)
      expect(due('partner-relay-fr', thursday, { channel, kind })).toEqual({ 'first-response': at });
  });
});

describe('chat-email-fr', () => {
  it('is not there on a closed afternoon, nor in its holidays', () => {
    expect(due('chat-email-fr', '2026-12-24T15:59:00+01:00', { channel: 'chat' })['first-response']).toBe('2026-12-26 10:02:00');
    expect(due('chat-email-fr', '2027-07-31T12:59:00+02:00', { channel: 'chat' })['first-response']).toBe('2027-08-17 10:02:00');
  });
});

describe('in-app-fr', () => {
  it('has a target for each priority', () => {
    const of = (priority: Facts['priority']) => due('in-app-fr', '2026-01-05T08:00:00+01:00', { priority });
    expect(of('urgent')).toEqual({ 'first-response': '2026-01-05 08:30:00', resolution: '2026-01-05 12:00:00' });
    expect(of('high')).toEqual({ 'first-response': '2026-01-05 10:00:00', resolution: '2026-01-05 19:00:00' });
    expect(of('normal')).toEqual({ 'first-response': '2026-01-05 16:00:00', resolution: '2026-01-07 19:00:00' });
    expect(of('low')['first-response']).toBe('2026-01-06 13:00:00');
  });
  it('keeps who re-qualified a ticket, when, from what and why, and makes nothing late by it', () => {
    const contract = named('in-app-fr');
    const ticket = aTicket({}, contract, anOpening());
    const at = new Date('2026-01-05T17:00:00+01:00');
    const [event] = changePriority(ticket, { to: 'urgent', reason: 'Everybody is affected' }, contract, byAgent(at));
    expect(event).toMatchObject({
      from: 'normal',
      to: 'urgent',
      reason: 'Everybody is affected',
      at: at.toISOString(),
      by: { kind: 'agent', id: 'max' },
    });
    const clocks = event && 'clocks' in event ? event.clocks : [];
    expect(clocks.map(({ metric, dueAt }) => [metric, shown(dueAt, contract.timeZone)])).toEqual([
      ['first-response', '2026-01-05 17:00:00'],
      ['resolution', '2026-01-05 17:00:00'],
    ]);
  });
});
