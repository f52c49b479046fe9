import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PhoneStage, startPhoneStage, typesOf } from './caller.ts';

const noon = '2026-03-04T11:00:00Z';
const generic = { from: '+33199000110', to: '+33199000991' };

describe('a function that does not answer', () => {
  let stage: PhoneStage;
  beforeAll(async () => {
    stage = await startPhoneStage(noon);
  });
  afterAll(() => stage.stop());

  it.each(['error', 'time-out', 'wrong-answer'])(
    '(%s) at the greeting: an apology in every language, the queue, and a ticket all the same',
    async (fails) => {
      const from = `+3319900020${fails.length % 10}`;
      const call = await stage.call({ from, to: generic.to, faults: { lambda: [{ call: 1, fails }] } });
      expect(call.waiting).toBe('queue');
      expect(call.said.slice(0, 3)).toEqual([
        expect.stringContaining('We are sorry'),
        expect.stringContaining('Veuillez nous excuser'),
        expect.stringContaining('抱歉'),
      ]);
      const { ticket, events } = await stage.ticketOf(from);
      expect([ticket.contractId, typesOf(events)]).toEqual(['ctr_generic-fr', ['TicketOpened']]);
      // Where the function has done its work after all, the ticket is its own, and there is no second.
      const { attributes } = await stage.read(call);
      expect([ticket.reference, fails === 'error' ? undefined : 'unheard']).toContain(attributes.reference ?? 'unheard');
      await stage.play(call, { answer: 'ana' });
      expect(typesOf((await stage.ticketOf(from)).events)).toEqual(['TicketOpened', 'CallTaken']);
    },
  );

  it('at the choice: an apology in the caller’s language, the queue, and a new ticket', async () => {
    const first = await stage.call(generic);
    await stage.play(first, { hangUp: true });
    await stage.settle();
    const call = await stage.call({ ...generic, faults: { lambda: [{ call: 2, fails: 'error' }] } });
    const sorry = await stage.play(call, { press: '1' });
    expect([sorry.waiting, sorry.said[0]]).toEqual(['queue', expect.stringContaining('Veuillez nous excuser')]);
    await stage.settle();
    expect((await stage.tickets()).filter(({ requester }) => requester.phone === generic.from)).toHaveLength(2);
  });

  it('a full queue: the call back is noted, and the caller told so', async () => {
    const from = '+33199000300';
    const call = await stage.call({ from, to: generic.to, faults: { queueFull: true } });
    expect([call.waiting, call.said.at(-1)]).toEqual(['ended', expect.stringContaining('Votre numéro est noté')]);
    const { ticket, events } = await stage.ticketOf(from);
    expect(typesOf(events)).toEqual(['TicketOpened', 'CallbackRequested']);
    // Connect calls nobody back here: an agent gets it to do.
    await stage.advance('PT10S');
    const { calls, tasks } = await stage.calls();
    expect(tasks.filter(({ attributes }) => attributes.ticketId === ticket.id)).toMatchObject([
      { name: expect.stringContaining('call back'), description: expect.stringContaining(from) },
    ]);
    expect(
      calls.some(({ channel, name, waiting }) => channel === 'TASK' && waiting === 'queue' && name?.includes('call back')),
    ).toBe(true);
  });

  it('nothing was refused by IAM in all this', async () => {
    expect((await stage.local('GET', '/_local/denials')).body.denials).toEqual([]);
  });
});

describe('a table that answer-call may not write to', () => {
  let stage: PhoneStage;
  beforeAll(async () => {
    stage = await startPhoneStage(noon, {
      edit: (_, template) => {
        for (const [id, resource] of Object.entries(Object(template).Resources)) {
          if (!id.startsWith('AnswerCallRole')) continue;
          const { PolicyDocument } = Object(Object(resource).Properties);
          if (PolicyDocument)
            PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Sid }: { Sid: string }) => Sid === 'WriteOwnLog');
        }
        return template;
      },
    });
  });
  afterAll(() => stage.stop());

  it('still speaks, still waits for a person, and the ticket is opened by the call’s events', async () => {
    const call = await stage.call(generic);
    expect(call.waiting).toBe('queue');
    expect(call.said[0]).toMatch(/^We are sorry.*Veuillez nous excuser/);
    await stage.play(call, { answer: 'ana' });
    const { ticket, events } = await stage.ticketOf(generic.from);
    expect([ticket.contractId, typesOf(events)]).toEqual(['ctr_generic-fr', ['TicketOpened', 'CallTaken']]);
  });
});
