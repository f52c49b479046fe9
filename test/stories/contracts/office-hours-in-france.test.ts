import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../../support/cloud.ts';
import { type Customers, customersAt } from './customers.ts';

/**
 * Friday, 22 May 2026, 16:59 in Paris: an hour before closing, and Monday is Whit Monday. Every French contract with opening hours gets a
 * request in that minute; then the clock is moved through the bridge, and who is told when is what counts.
 */
let desk: Customers;
const tickets: Record<string, Json> = {};
beforeAll(async () => {
  desk = await customersAt('Europe/Paris', '2026-05-22T16:59');
  const customers = [
    ['generic', 'paul@lefebvre.example'],
    ['datasure', 'anais@datasure.example'],
    ['paid-tickets', 'luc@bois-et-fer.example'],
    ['incident-portal', 'lea@ville-de-saule.example'],
    ['chat-email', 'rose@fleurs-martin.example'],
    ['in-app', 'max@appli-compta.example'],
    ['partner-relay', 'relais@relais-telecom.example'],
  ] as const;
  // They write to the general address: it is who they are that decides the contract.
  for (const [name, from] of customers) tickets[name] = await desk.writes(from, `Demande ${name}`);
  const partner = { address: 'relais@relais-telecom.example', account: 'prt_relais-telecom' };
  tickets.call = await desk.opens({ channel: 'phone', requester: partner, subject: 'Appel relayé' });
  tickets.letter = await desk.opens({ channel: 'post', requester: partner, subject: 'Lettre relayée' });
});
afterAll(() => desk.stage.stop());
const of = (name: string): Json => tickets[name];

describe('generic-fr, 24 business hours', () => {
  it('leaves out the weekend and Whit Monday', async () => {
    expect(of('generic')).toMatchObject({ contractId: 'ctr_generic-fr', kind: 'request' });
    // 1:01 on Friday, 9 hours on Tuesday and Wednesday each, 4:59 on Thursday.
    expect(await desk.due(of('generic'), 'first-response')).toBe('2026-05-28T13:59');
    expect(await desk.due(of('generic'), 'resolution')).toBe('2026-06-01T16:59');
    expect(await desk.acknowledged('paul@lefebvre.example')).toMatch(/jeudi 28 mai 2026 à 13:59.*\(Europe\/Paris\)/);
  });
});

describe('datasure-fr, two shifts', () => {
  it('counts only inside them, and not a minute of the lunch break; it keeps no holiday', async () => {
    // 0:01 on Friday, 3:30 on Monday morning, 0:29 after lunch.
    expect(await desk.due(of('datasure'), 'first-response')).toBe('2026-05-25T13:59');
  });
});

describe('paid-tickets-fr', () => {
  it('counts the hours of its chat', async () => {
    // 1:01 on Friday; Tuesday 9:30 to 12:30 and from 14:00.
    expect(await desk.due(of('paid-tickets'), 'first-response')).toBe('2026-05-26T16:29');
  });
});

describe('incident-portal-fr', () => {
  it('gives a request to the customer service, in two business days', async () => {
    expect(of('incident-portal')).toMatchObject({ kind: 'request', team: 'service clients' });
    // Closed at 16:30 on Fridays: received on Tuesday at 8:30, and Wednesday’s closing is the end of the second day.
    expect(await desk.due(of('incident-portal'), 'first-response')).toBe('2026-05-27T17:30');
  });
  it('and what turns out to be an incident to the technicians, with their promise, from when it came', async () => {
    await desk.sets(of('incident-portal'), 'kind', { kind: 'incident' });
    expect(await desk.now(of('incident-portal'))).toMatchObject({ kind: 'incident', team: 'équipe technique' });
    expect(await desk.due(of('incident-portal'), 'first-response')).toBe('2026-05-26T12:30');
    expect(await desk.due(of('incident-portal'), 'resolution')).toBe('2026-05-28T17:30');
  });
});

describe('chat-email-fr', () => {
  it('is open on Saturday and shut on Monday, holiday or not', async () => {
    // 2:01 on Friday, three hours on Saturday, 3:59 on Tuesday.
    expect(await desk.due(of('chat-email'), 'first-response')).toBe('2026-05-26T13:59');
  });
});

describe('in-app-fr', () => {
  it('has a target per priority, and judging it anew never makes anybody late', async () => {
    // 2:01 on Friday, three on Saturday, 2:59 on Tuesday.
    expect(await desk.due(of('in-app'), 'first-response')).toBe('2026-05-26T10:59');
    await desk.sets(of('in-app'), 'priority', { priority: 'low' });
    expect(await desk.due(of('in-app'), 'first-response')).toBe('2026-05-26T18:59');
    const { events } = await desk.stage.ticket(of('in-app').id);
    expect(events.at(-1)).toMatchObject({
      type: 'PriorityChanged',
      from: 'normal',
      to: 'low',
      reason: 'so it is',
      by: { kind: 'agent', id: 'ana' },
    });
  });
});

describe('partner-relay-fr', () => {
  it('answers a call in 4 hours, a letter in 5 working days, a mail in 5 days', async () => {
    expect(of('call')).toMatchObject({ contractId: 'ctr_partner-relay-fr', kind: 'complaint', team: 'relations partenaires' });
    expect(await desk.due(of('call'), 'first-response')).toBe('2026-05-26T11:59');
    // Tuesday is the first working day after Friday, the following Monday the fifth.
    expect(await desk.due(of('letter'), 'first-response')).toBe('2026-06-01T16:59');
    expect(await desk.due(of('partner-relay'), 'first-response')).toBe('2026-05-27T16:59');
  });
});

describe('who is told when', () => {
  it('nobody over the weekend but by the contracts that count it', async () => {
    await desk.until('2026-05-25T08:59');
    expect(await desk.told(of('generic'))).toEqual([]);
    expect(await desk.told(of('call'))).toEqual([]);
    // Half of five days of the clock: Monday at 4:59, when nobody is on duty but the night.
    expect(await desk.told(of('partner-relay'))).toEqual(['2026-05-25T04:59 astreinte']);
  });
  it('datasure-fr: the warning before lunch on Monday, the breach after it', async () => {
    await desk.until('2026-05-25T14:30');
    expect(await desk.told(of('datasure'))).toEqual(['2026-05-25T12:11 astreinte', '2026-05-25T13:59 responsable']);
  });
  it('chat-email-fr, the shop: an hour before, then at the breach', async () => {
    await desk.until('2026-05-26T14:30');
    expect(await desk.told(of('chat-email'))).toEqual(['2026-05-26T12:59 duty', '2026-05-26T13:59 responsable']);
  });
  it('partner-relay-fr: half way, at four fifths, and at the end of the four hours of a call', async () => {
    // 1:01 of Friday had passed: half of four hours is at 9:59 on Tuesday, after the holiday.
    expect(await desk.told(of('call'))).toEqual([
      '2026-05-26T09:59 duty',
      '2026-05-26T11:11 duty',
      '2026-05-26T11:11 responsable',
      '2026-05-26T11:59 responsable',
    ]);
  });
  it('incident-portal-fr: the first response of the incident that was a request', async () => {
    expect(await desk.told(of('incident-portal'))).toEqual([
      '2026-05-26T11:42 duty',
      '2026-05-26T12:30 duty',
      '2026-05-26T12:30 responsable',
    ]);
    await desk.answers(of('incident-portal'));
    expect(await desk.standing(of('incident-portal'))).toEqual({ 'first-response': 'breached', resolution: 'paused' });
  });
  it('paid-tickets-fr: 80 % and breach; in-app-fr warns before its new due time', async () => {
    await desk.until('2026-05-26T18:30');
    expect(await desk.told(of('paid-tickets'))).toEqual(['2026-05-26T15:11 duty', '2026-05-26T16:29 responsable']);
    expect(await desk.told(of('in-app'))).toEqual(['2026-05-26T15:47 duty']);
    await desk.answers(of('in-app'));
  });
  it('generic-fr: on Thursday of the response at 9:11 and 13:59, of the resolution half way, and nobody more once it is answered', async () => {
    await desk.until('2026-05-28T14:30');
    expect(await desk.told(of('generic'))).toEqual([
      '2026-05-28T09:11 duty',
      '2026-05-28T12:29 duty',
      '2026-05-28T13:59 duty',
      '2026-05-28T13:59 responsable',
    ]);
    await desk.answers(of('generic'));
    await desk.until('2026-05-29T17:00');
    expect(await desk.told(of('generic'))).toHaveLength(4);
  });
  it('nobody of a breach that was not: the letter is answered after the second warning', async () => {
    await desk.answers(of('letter'));
    await desk.until('2026-06-02T12:00');
    // Half of the letter’s five days of nine hours had passed on Thursday, four fifths on Friday a minute before.
    expect(await desk.told(of('letter'))).toEqual([
      '2026-05-28T12:29 duty',
      '2026-05-29T16:59 duty',
      '2026-05-29T16:59 responsable',
    ]);
    expect(await desk.told(of('in-app'))).toHaveLength(1);
  });
});

describe('generic-fr, while it waits for the customer', () => {
  it('the resolution stands still, and goes on when they speak', async () => {
    // Paused since Thursday at about 14:30, with 27:29 of 45 hours left from then on.
    expect(await desk.due(of('generic'), 'resolution')).not.toBe('2026-06-01T16:59');
    expect((await desk.now(of('generic'))).clocks[1]).toMatchObject({
      state: 'paused',
      receipt: { pauses: [{ reason: 'customer' }] },
    });
    await desk.stage.mail({
      from: 'paul@lefebvre.example',
      subject: `Re: ${of('generic').subject} [#${of('generic').reference.replace(/(\d{3})(?=\d)/g, '$1-')}]`,
      text: 'Voici les informations.',
    });
    await desk.stage.settle();
    const { status, clocks } = await desk.now(of('generic'));
    expect([status, clocks[1].state]).toEqual(['open', 'running']);
    const [pause] = clocks[1].receipt.pauses;
    // What was paused is what the due time moved by, in hours of service.
    const paused = (Date.parse(pause.until) - Date.parse(pause.from)) / 3600_000;
    expect(paused).toBeGreaterThan(117);
    expect((await desk.due(of('generic'), 'resolution'))?.slice(0, 10)).toBe('2026-06-04');
  });
});
