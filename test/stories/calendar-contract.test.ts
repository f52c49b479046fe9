import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** A contract with opening hours: Monday to Friday, 9–12:30 and 13:30–17 in Paris; four hours to the first response, in French. */
let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const customer = 'anais@datasure.example';
const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' });

/** The instant at which clocks in Paris show this, on a day in winter or summer alike. */
function inParis(day: Date, time: string): Date {
  const date = day.toISOString().slice(0, 10);
  const instant = ['+01:00', '+02:00']
    .map((offset) => new Date(`${date}T${time}${offset}`))
    .find((each) => paris.format(each) === `${date} ${time}`);
  if (!instant) throw new Error(`clocks in Paris never show ${date} ${time}`);
  return instant;
}

/** Noon UTC of the first such day of the week (0 = Sunday) that is at least a day away. */
function next(weekday: number, from: Date): Date {
  const day = new Date(`${from.toISOString().slice(0, 10)}T12:00:00Z`);
  do day.setUTCDate(day.getUTCDate() + 1);
  while (day.getUTCDay() !== weekday);
  return day;
}

const dateOf = (day: Date) => day.toISOString().slice(0, 10);
const inFrench = (day: Date) =>
  new Intl.DateTimeFormat('fr-FR', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    day,
  );

describe('a mail at half past four on a Friday in Paris', () => {
  let friday: Date;
  let monday: Date;
  let ticket: Json;
  /** From the moment that the clock was set to until SES took the mail. */
  let seconds: number;

  it('is due on Monday at half past one: weekend and lunch do not count', async () => {
    friday = next(5, await stage.now());
    monday = next(1, friday);
    const { status } = await stage.set(inParis(friday, '16:30:30').toISOString());
    expect(status).toBe(200);
    await stage.mail({
      from: customer,
      to: 'datasure@guichet.example',
      subject: 'Imprimante en panne',
      text: 'Au secours !',
    });
    await stage.settle();
    [ticket] = await stage.tickets();
    expect(ticket.contractId).toBe('ctr_datasure-fr');
    const { clocks } = (await stage.ticket(ticket.id)).ticket;
    // Half an hour is left of Friday, less some seconds; Monday has three and a half before lunch, and the seconds come after it.
    seconds = (Date.parse(clocks[0].startedAt) - inParis(friday, '16:30:30').getTime()) / 1000;
    expect(seconds).toBeLessThan(20);
    expect(paris.format(new Date(clocks[0].dueAt))).toBe(`${dateOf(monday)} 13:30:${30 + seconds}`);
  });

  it('is acknowledged in French, with the due time in Paris', async () => {
    const [acknowledgement] = await stage.outbox(customer);
    expect(acknowledgement?.from).toBe('datasure@guichet.example');
    expect(acknowledgement?.headers['content-language'] ?? 'fr').toBe('fr');
    expect(acknowledgement?.text).toContain('Nous vous répondrons au plus tard le');
    expect(acknowledgement?.text).toContain(inFrench(monday));
    expect(acknowledgement?.text).toContain('Europe/Paris');
    expect(acknowledgement?.subject).toMatch(/^Re: Imprimante en panne \[#/);
  });

  it('rings nobody over the weekend', async () => {
    await stage.set(inParis(monday, '08:59:00').toISOString());
    expect(await stage.outbox('@guichet.example')).toEqual([]);
  });

  it('warns after 80 % of the service time, on Monday at 11:42, in French', async () => {
    await stage.set(inParis(monday, '11:42:29').toISOString());
    expect(await stage.outbox('astreinte@')).toEqual([]);
    await stage.set(inParis(monday, '11:42:55').toISOString());
    const [warning, ...more] = await stage.outbox('astreinte@guichet.example');
    expect(more).toEqual([]);
    expect(paris.format(new Date(warning!.at))).toMatch(`${dateOf(monday)} 11:42:`);
    expect(warning?.subject).toMatch(/première réponse, 80\s%/);
    expect(warning?.text).toContain(inFrench(monday));
    expect(warning?.text).toContain('(Europe/Paris)');
    expect(warning?.text).toMatch(/4[78]\sminutes/);
  });

  it('escalates on Monday right after it was due, not before and not at lunch, in French', async () => {
    const { dueAt } = (await stage.ticket(ticket.id)).ticket.clocks[0];
    await stage.set(new Date(Date.parse(dueAt) - 1000).toISOString());
    expect(await stage.outbox('responsable@')).toEqual([]);
    await stage.set(new Date(Date.parse(dueAt) + 60_000).toISOString());
    const [escalation, ...more] = await stage.outbox('responsable@guichet.example');
    expect(more).toEqual([]);
    expect(Date.parse(escalation!.at) - Date.parse(dueAt)).toBeLessThan(5000);
    expect(escalation?.subject).toContain('première réponse en retard');
    expect(escalation?.text).toMatch(/est dépassée depuis le/);
    expect(escalation?.text).toContain('(Europe/Paris)');
    expect(await stage.outbox(customer)).toHaveLength(1);
  });

  it('has its resolution due 21 service hours after it came: on Wednesday at 16:30', async () => {
    const { dueAt } = (await stage.ticket(ticket.id)).ticket.clocks[1];
    const wednesday = next(3, monday);
    expect(paris.format(new Date(dueAt))).toBe(`${dateOf(wednesday)} 16:30:${30 + seconds}`);
  });
});

describe('a mail outside the hours', () => {
  it('at the weekend starts to count when the next day opens', async () => {
    const saturday = next(6, await stage.now());
    const monday = next(1, saturday);
    await stage.set(inParis(saturday, '03:00:00').toISOString());
    await stage.mail({ from: 'ben@datasure.example', to: 'datasure@guichet.example', subject: 'Nuit', text: 'Panne.' });
    await stage.settle();
    const ticket = (await stage.tickets()).find(({ subject }) => subject === 'Nuit');
    const { clocks } = (await stage.ticket(ticket.id)).ticket;
    // 3.5 hours in the morning, half an hour after lunch.
    expect(clocks[0].dueAt).toBe(inParis(monday, '14:00:00').toISOString().replace('.000', ''));
  });
});
