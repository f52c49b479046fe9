import { DeleteScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Json, type Stage, startStage } from '../support/cloud.ts';

/** What rings late, twice, too early or not at all, and how the promise is kept in sight all the same. */
let stage: Stage;
let scheduler: SchedulerClient;
beforeAll(async () => {
  stage = await startStage();
  scheduler = new SchedulerClient(stage.account);
});
afterAll(async () => {
  scheduler.destroy();
  await stage.stop();
});

let letters = 0;
const hour = 3600_000;

const ticketOf = async (sender: string): Promise<Json> =>
  (await stage.everyTicket()).find(({ requester }) => requester.address === sender);

async function aTicket(): Promise<Json> {
  const from = `customer-${++letters}@customer.example`;
  await stage.mail({ from, subject: `No toner ${letters}`, text: 'None left.' });
  await stage.settle();
  return ticketOf(from);
}

/** Moves the clock to so long after an instant. */
const setAfter = (iso: string, milliseconds: number) => stage.set(new Date(Date.parse(iso) + milliseconds).toISOString());

const schedulesOf = async (id: string): Promise<Json[]> =>
  (await stage.local('GET', '/_local/schedules')).body.schedules.filter(({ name }: Json) => name.includes(id));

async function loseSchedule(id: string) {
  const [schedule, ...more] = await schedulesOf(id);
  expect(more).toEqual([]);
  await scheduler.send(new DeleteScheduleCommand({ Name: schedule.name, GroupName: schedule.group }));
}

const eventsOf = async (id: string): Promise<string[]> => (await stage.ticket(id)).events.map(({ type }) => type);

/** Mails to staff about this ticket. */
const toldAbout = async ({ reference }: Json): Promise<string[]> => {
  const marked = reference.replace(/(\d{3})(?=\d)/g, '$1-');
  const mails = await stage.outbox('@guichet.example');
  return mails.filter(({ subject }) => subject.includes(marked)).map(({ to }) => to[0]!);
};

const swept = async (): Promise<number> => {
  const { metrics } = (await stage.local('GET', '/_local/metrics')).body;
  return metrics.find(({ name }: Json) => name === 'AlarmsSwept')?.sum ?? 0;
};

const done = (id: string) => stage.api('PUT', `/tickets/${id}/status`, { status: 'closed' });

describe('a schedule that is lost', () => {
  it('before the warning: the sweeper warns within minutes, once, and the next schedule is there again', async () => {
    const ticket = await aTicket();
    const before = await swept();
    await loseSchedule(ticket.id);
    await setAfter(ticket.openedAt, 3.2 * hour + 60_000);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened']);
    await setAfter(ticket.openedAt, 3.2 * hour + 10 * 60_000);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned']);
    expect(await swept()).toBe(before + 1);
    expect(await schedulesOf(ticket.id)).toHaveLength(1);

    await loseSchedule(ticket.id);
    await setAfter(ticket.openedAt, 4 * hour + 10 * 60_000);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned', 'SlaBreached', 'Escalated']);
    expect(await swept()).toBe(before + 2);
    await stage.advance('PT30M');
    expect(await toldAbout(ticket)).toEqual(['duty@guichet.example', 'lead@guichet.example']);
    expect(await swept()).toBe(before + 2);
    await done(ticket.id);
  });

  it('costs a ticket that was resolved meanwhile nothing', async () => {
    const ticket = await aTicket();
    const before = await swept();
    await loseSchedule(ticket.id);
    await done(ticket.id);
    await stage.advance('PT5H');
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'StatusChanged']);
    expect(await swept()).toBe(before);
  });
});

describe('an alarm', () => {
  it('that rings twenty-five times at once warns once', async () => {
    const ticket = await aTicket();
    await setAfter(ticket.openedAt, 3.2 * hour - 30_000);
    const copies = stage.multiplyNext('RingAlarmQueue', 25);
    await setAfter(ticket.openedAt, 3.2 * hour + 30_000);
    expect(copies()).toBe(25);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned']);
    expect(await toldAbout(ticket)).toEqual(['duty@guichet.example']);
    await done(ticket.id);
  });

  it('that rings too early does nothing and rings again when it is time', async () => {
    const ticket = await aTicket();
    const [schedule] = await schedulesOf(ticket.id);
    await stage.ring(schedule.input);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened']);
    await setAfter(ticket.openedAt, 3.2 * hour + 30_000);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned']);
    await done(ticket.id);
  });

  it('for a time that a new priority has changed does nothing; the new one rings', async () => {
    const ticket = await aTicket();
    const [old] = await schedulesOf(ticket.id);
    await stage.api('PUT', `/tickets/${ticket.id}/priority`, { priority: 'urgent', reason: 'Fire.' });
    await stage.settle();
    await setAfter(ticket.openedAt, 0.8 * hour + 30_000);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'PriorityChanged', 'SlaWarned']);
    await stage.ring(old.input);
    expect(await eventsOf(ticket.id)).toHaveLength(3);
    await done(ticket.id);
  });

  it('whose time has passed by the time a new priority is set rings at once', async () => {
    const ticket = await aTicket();
    await setAfter(ticket.openedAt, 2 * hour);
    await stage.api('PUT', `/tickets/${ticket.id}/priority`, { priority: 'urgent', reason: 'Fire.' });
    await stage.settle();
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'PriorityChanged', 'SlaWarned', 'SlaBreached', 'Escalated']);
    expect(await toldAbout(ticket)).toEqual(['duty@guichet.example', 'lead@guichet.example']);
    await done(ticket.id);
  });
});

describe('a mail that could not be taken for hours', () => {
  const senders = ['warned-late@customer.example', 'breached-late@customer.example'] as const;
  const deadLetters = () => stage.queue('ReceiveEmailDeadLetters');
  let receivedAt: string;

  /** What an operator does with a dead letter when the cause is gone. */
  async function redriveOne() {
    const [message] = deadLetters().receive(1, 0);
    stage.queue('ReceiveEmailQueue').send({ body: message!.body });
    deadLetters().remove(message!.receiptHandle);
    await stage.settle();
  }

  it('waits among the dead letters after ten tries, and is in no ticket yet', async () => {
    const faults = [...Array(60).keys()].map((n) =>
      stage.cloud.faults.plan({ functionName: 'ReceiveEmail', call: n + 1, when: 'before' }),
    );
    receivedAt = (await stage.now()).toISOString();
    for (const from of senders) {
      await stage.mail({ from, subject: 'Outage', text: 'Nobody takes this.' });
      await stage.settle();
    }
    await stage.advance('PT2H');
    for (const fault of faults) fault.cancel();
    expect(deadLetters().depth().visible).toBe(2);
    for (const sender of senders) expect(await ticketOf(sender)).toBeUndefined();
  });

  it('taken after its warning was due starts at its receipt, and warns at once', async () => {
    await setAfter(receivedAt, 3.5 * hour);
    await redriveOne();
    const ticket = await ticketOf(senders[0]);
    expect(Math.abs(Date.parse(ticket.openedAt) - Date.parse(receivedAt))).toBeLessThan(60_000);
    expect(Date.parse(ticket.nextDueAt) - Math.floor(Date.parse(ticket.openedAt) / 1000) * 1000).toBe(4 * hour);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned']);
    expect(await toldAbout(ticket)).toEqual(['duty@guichet.example']);
    const [acknowledgement] = await stage.outbox(senders[0]);
    expect(acknowledgement?.text).toContain('We will answer by');
    expect(await schedulesOf(ticket.id)).toHaveLength(1);
    await done(ticket.id);
  });

  it('taken after it was due escalates at once, and promises its sender nothing that has passed', async () => {
    await setAfter(receivedAt, 5 * hour);
    await redriveOne();
    const ticket = await ticketOf(senders[1]);
    expect(await eventsOf(ticket.id)).toEqual(['TicketOpened', 'SlaWarned', 'SlaBreached', 'Escalated']);
    expect((await toldAbout(ticket)).sort()).toEqual(['duty@guichet.example', 'lead@guichet.example']);
    const [acknowledgement] = await stage.outbox(senders[1]);
    expect(acknowledgement?.text).not.toContain('We will answer by');
    expect(acknowledgement?.text).toContain('We will resolve your request by');
    expect(deadLetters().depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    await done(ticket.id);
  });
});
