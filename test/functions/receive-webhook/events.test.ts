import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeStatus } from '../../../shared/tickets/decide.ts';
import { aContract, byAgent, minutesLater, monday } from '../../support/builders.ts';
import { aMessage, anOpened, aQuestion, aReceiver, type Receiver } from './a-partner.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await aReceiver();
});
afterEach(() => receiver.stop());

const refused = async (body: unknown) => {
  const { status, type, body: problem } = await receiver.send(body);
  expect(type).toBe('application/problem+json');
  return [status, problem.field, problem.detail];
};
const change = async (id: string, to: 'closed' | 'resolved') => {
  const ticket = await receiver.ticketOf(id);
  return receiver.tickets.append(ticket, changeStatus(ticket, { to }, aContract(), byAgent(minutesLater(5))));
};

describe('request.opened', () => {
  it('opens a ticket in the name of the partner, under the contract of its account, and answers what is promised', async () => {
    const { status, body } = await receiver.send(anOpened({ kind: 'complaint', priority: 'urgent' }));
    expect(status).toBe(201);
    const ticket = await receiver.ticketOf(body.ticket.id);
    expect(body).toEqual({
      ticket: {
        id: ticket.id,
        reference: ticket.reference,
        status: 'open',
        priority: 'urgent',
        kind: 'complaint',
        contract: 'ctr_test',
      },
      promises: [
        { clock: 'first-response', dueAt: '2026-01-05T09:00:00Z', state: 'running' },
        { clock: 'resolution', dueAt: '2026-01-06T08:00:00Z', state: 'running' },
      ],
    });
    expect(ticket).toMatchObject({ channel: 'webhook', subject: 'No signal', language: 'en' });
    const [opened] = await receiver.historyOf(ticket.id);
    expect(opened?.event).toMatchObject({ type: 'TicketOpened', by: { kind: 'partner', id: 'prt_relay' }, nature: 'person' });
  });

  it('of a partner that tells its people itself keeps their address with the message only: nothing can be mailed to them', async () => {
    const { body } = await receiver.send(anOpened());
    const [opened] = await receiver.historyOf(body.ticket.id);
    expect(opened?.event).toMatchObject({
      requester: { name: 'Ana', account: 'prt_relay' },
      participants: [],
      message: { from: { address: 'ana@customer.example', name: 'Ana' }, text: 'Since this morning.' },
    });
    expect((await receiver.ticketOf(body.ticket.id)).requester).not.toHaveProperty('address');
  });

  it('of a partner whose people we acknowledge has them as requester and participant', async () => {
    await receiver.put({ acknowledge: true });
    const { body } = await receiver.send(
      anOpened({ requester: { address: 'Ana@Customer.example', phone: '+33142860000', account: '77' } }),
    );
    expect(await receiver.ticketOf(body.ticket.id)).toMatchObject({
      requester: { address: 'ana@customer.example', phone: '+33142860000', account: 'prt_relay' },
      participants: ['ana@customer.example'],
    });
  });

  it('is in its own language, the partner’s, or the contract’s first', async () => {
    const languageOf = async (data = {}) => {
      const { body } = await receiver.send(anOpened({ externalId: String(Math.random()), ...data }));
      return (await receiver.ticketOf(body.ticket.id)).language;
    };
    expect(await languageOf()).toBe('en');
    expect(await languageOf({ language: 'zh' })).toBe('zh');
    await receiver.put({ language: 'fr' });
    receiver.restart();
    expect(await languageOf()).toBe('fr');
  });

  it('is promised from when it occurred, up to 30 days ago', async () => {
    const thirtyDays = 30 * 24 * 3600_000;
    const at = (milliseconds: number) => new Date(monday.getTime() + milliseconds).toISOString();
    const open = (occurredAt: string) => receiver.send(anOpened({ externalId: occurredAt, occurredAt }));
    const late = await open(at(-60_000));
    expect(late.body.promises[0].dueAt).toBe('2026-01-05T11:59:00Z');
    expect((await open(at(-thirtyDays))).status).toBe(201);
    const older = await open(at(-thirtyDays - 1));
    expect([older.status, older.body.field]).toEqual([400, 'data.occurredAt']);
  });

  it('may have occurred five minutes ahead, by a clock that is fast: that is now', async () => {
    const open = (occurredAt: string) => receiver.send(anOpened({ externalId: occurredAt, occurredAt }));
    const fast = await open('2026-01-05T08:05:00Z');
    expect([fast.status, fast.body.promises[0].dueAt]).toEqual([201, '2026-01-05T12:00:00Z']);
    const future = await open('2026-01-05T08:05:01Z');
    expect([future.status, future.body.field]).toEqual([400, 'data.occurredAt']);
  });

  it('with a number that the partner has used before is refused, naming it and the reference', async () => {
    const { body } = await receiver.send(anOpened());
    const { status, body: problem } = await receiver.send(anOpened());
    expect([status, problem.field]).toEqual([409, 'data.externalId']);
    expect(problem.detail).toContain(body.ticket.reference.replace(/^(...)(...)(...)$/, '$1-$2-$3'));
    expect((await receiver.send(anOpened(), { partner: 'prt_other' })).status).toBe(201);
    expect(await receiver.items('ticket')).toHaveLength(2);
  });

  it('with a number that comes twice at once opens one ticket', async () => {
    const answers = await Promise.all([...Array(6).keys()].map(() => receiver.send(anOpened())));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await receiver.items('ticket')).toHaveLength(1);
  });
});

describe('message.added', () => {
  it('is what the customer wrote since, by number or by reference as it is shown', async () => {
    const { body } = await receiver.send(anOpened());
    const { id, reference } = body.ticket;
    expect((await receiver.send(aMessage({ from: { name: 'Ana' } }))).status).toBe(200);
    const shown = reference.replace(/^(...)(...)(...)$/, '$1-$2-$3');
    expect((await receiver.send(aMessage({ externalId: undefined, reference: shown }))).body.ticket).toEqual(body.ticket);
    const events = (await receiver.historyOf(id)).map(({ event }) => event);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'CustomerReplied', 'CustomerReplied']);
    expect(events[1]).toMatchObject({
      by: { kind: 'partner', id: 'prt_relay' },
      message: { from: { name: 'Ana' }, text: 'Still nothing.' },
    });
  });

  it('reopens a resolved request, and starts its clocks again', async () => {
    const { body } = await receiver.send(anOpened());
    await change(body.ticket.id, 'resolved');
    const { body: again } = await receiver.send(aMessage(), { at: minutesLater(10) });
    expect(again.ticket.status).toBe('open');
    expect(again.promises.map(({ state }: { state: string }) => state)).toContain('running');
  });

  it('to a closed request is refused, naming how it was named', async () => {
    const { body } = await receiver.send(anOpened());
    await change(body.ticket.id, 'closed');
    expect(await refused(aMessage())).toEqual([409, 'data.externalId', expect.stringContaining('closed')]);
    expect(await refused(aMessage({ reference: body.ticket.reference }))).toEqual([409, 'data.reference', expect.anything()]);
  });
});

describe('state.asked', () => {
  it('answers how the request stands, and changes nothing', async () => {
    const { body } = await receiver.send(anOpened());
    const { status, body: state } = await receiver.send(aQuestion());
    expect([status, state]).toEqual([200, body]);
    expect(await receiver.historyOf(body.ticket.id)).toHaveLength(1);
    await change(body.ticket.id, 'closed');
    expect((await receiver.send(aQuestion())).body.ticket.status).toBe('closed');
  });
});

describe('a request', () => {
  it('of another partner, or of nobody, is not there', async () => {
    const { body } = await receiver.send(anOpened({ externalId: 'T-2' }), { partner: 'prt_other' });
    const reference = body.ticket.reference;
    for (const event of [aMessage, aQuestion]) {
      expect(await refused(event({ externalId: 'T-2' }))).toEqual([404, 'data.externalId', expect.anything()]);
      expect(await refused(event({ externalId: undefined, reference }))).toEqual([404, 'data.reference', expect.anything()]);
      expect(await refused(event({ externalId: undefined, reference: '123456789' }))).toEqual([
        404,
        'data.reference',
        expect.anything(),
      ]);
    }
    expect(await receiver.historyOf(body.ticket.id)).toHaveLength(1);
  });

  it('that is named both ways must be the same by both', async () => {
    const { body } = await receiver.send(anOpened());
    await receiver.send(anOpened({ externalId: 'T-2' }));
    const { reference } = body.ticket;
    expect((await receiver.send(aQuestion({ reference }))).status).toBe(200);
    expect(await refused(aQuestion({ reference, externalId: 'T-2' }))).toEqual([404, 'data.externalId', expect.anything()]);
    expect(await refused(aQuestion({ reference: '123-456-789' }))).toEqual([404, 'data.reference', expect.anything()]);
  });
});
