import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../support/cloud.ts';
import { type Customers, customersAt } from './customers.ts';

/** The night in which summer time ends in Paris, then New Year’s Eve: promises that run round the clock. */
let desk: Customers;
let incident: Json;
beforeAll(async () => {
  desk = await customersAt('Europe/Paris', '2026-10-25T00:30');
  incident = await desk.writes('noc@nomadia.example', 'Plus de réseau');
});
afterAll(() => desk.stage.stop());

describe('roaming-fr, four hours round the clock', () => {
  it('are four hours that pass, also in the night with an hour more', async () => {
    expect(incident).toMatchObject({ contractId: 'ctr_roaming-fr', kind: 'incident', priority: 'high' });
    // 0:30 in summer time; three o’clock comes twice, so clocks show 3:30 when four hours have passed.
    expect(await desk.due(incident, 'resolution')).toBe('2026-10-25T03:30');
    expect(incident.clocks[0].dueAt.slice(0, 16)).toBe('2026-10-25T02:30');
  });
  it('warns whoever has the night, and escalates right after the four hours', async () => {
    await desk.until('2026-10-25T07:30');
    expect(await desk.told(incident)).toEqual([
      // Half of the time, in the second of the two hours after two o’clock in the morning.
      '2026-10-25T02:30 astreinte',
      '2026-10-25T03:00 astreinte',
      '2026-10-25T03:00 responsable',
      '2026-10-25T03:30 director',
      '2026-10-25T03:30 responsable',
      '2026-10-25T04:30 director',
    ]);
    await desk.sets(incident, 'status', { status: 'resolved' });
    expect(await desk.standing(incident)).toEqual({ resolution: 'breached' });
  });
});

describe('always-on-fr, at any hour, in French', () => {
  it('promises an answer in the night of New Year', async () => {
    await desk.until('2026-12-31T23:10');
    const urgent = await desk.opens({
      channel: 'phone',
      priority: 'urgent',
      requester: { address: 'garde@clinique-du-lac.example', phone: '+33199000160' },
      receivedAt: new Date(Date.parse('2026-12-31T22:09:50Z')).toISOString(),
      answeredAt: new Date(Date.parse('2026-12-31T22:10:00Z')).toISOString(),
    });
    expect(urgent).toMatchObject({ contractId: 'ctr_always-on-fr', language: 'fr' });
    expect(await desk.standing(urgent)).toEqual({ 'pick-up': 'met', 'first-response': 'met' });
    const mail = await desk.writes('garde@clinique-du-lac.example', 'Écran noir');
    expect(await desk.due(mail, 'first-response')).toBe('2027-01-01T01:10');
    expect(await desk.acknowledged('garde@clinique-du-lac.example')).toMatch(
      /vendredi 1 janvier 2027 à 01:10.*\(Europe\/Paris\)/,
    );
    await desk.until('2027-01-01T02:00');
    expect(await desk.told(mail)).toEqual([
      '2027-01-01T00:46 astreinte',
      '2027-01-01T01:10 astreinte',
      '2027-01-01T01:10 responsable',
    ]);
    await desk.answers(mail);
    await desk.until('2027-01-01T08:00');
    expect(await desk.told(mail)).toHaveLength(3);
  });
});
