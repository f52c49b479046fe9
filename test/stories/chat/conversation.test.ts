import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAgent, aVisitor, returning } from '../../support/chat.ts';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const types = (events: Json[]) => events.map(({ type }) => type);

describe('a visitor', () => {
  it('starts, says something, and has a ticket with its reference and its promises', async () => {
    const visitor = await aVisitor(stage, { language: 'fr-FR', name: 'Ana' });
    expect(visitor.started).toMatchObject({
      type: 'started',
      language: 'fr',
      greeting: expect.stringContaining('Bonjour'),
      isOpen: true,
    });
    expect(visitor.token).toMatch(/^cht_[0-9A-Z]{26}\.[\w-]{22}$/);
    const taken = await visitor.say('The printer is on fire.\nReally.');
    expect(taken).toMatchObject({ n: 1, clientId: 'c1', sequence: 1, reference: expect.stringMatching(/^\d{9}$/) });
    expect(taken.promises.map(({ clock }: Json) => clock)).toEqual(['first-response', 'resolution']);
    const { ticket, events } = await stage.ticket(taken.ticketId);
    expect(ticket).toMatchObject({
      channel: 'chat',
      subject: 'The printer is on fire.',
      language: 'fr',
      requester: { name: 'Ana' },
      contractId: 'ctr_standard',
      reference: taken.reference,
    });
    expect(events[0].by).toEqual({ kind: 'customer' });
    expect(Math.abs(Date.parse(events[0].at) - Date.parse(taken.at))).toBe(0);
    await visitor.say('And the scanner.');
    expect(types((await stage.ticket(taken.ticketId)).events)).toEqual(['TicketOpened', 'CustomerReplied']);
    await visitor.close();
  });

  it('is answered in the chat: the agent follows, types, answers, and learns what was seen', async () => {
    const visitor = await aVisitor(stage, { address: 'bea@customer.example' });
    const { ticketId } = await visitor.say('Hello?');
    const agent = await anAgent(stage);
    expect(await agent.ask({ action: 'watch', ticketId }, 'watching')).toMatchObject({
      sequence: 1,
      agents: ['ana'],
      visitor: true,
      seen: 0,
    });
    expect(await visitor.next('presence')).toEqual({ type: 'presence', ticketId, agents: true });

    agent.send({ action: 'typing', ticketId });
    expect(await visitor.next('typing')).toEqual({ type: 'typing', ticketId, by: 'agent' });
    visitor.send({ action: 'typing' });
    expect(await agent.next('typing')).toEqual({ type: 'typing', ticketId, by: 'visitor' });

    const replied = await agent.ask({ action: 'reply', ticketId, clientId: 'r1', text: 'Hello Bea.' }, 'replied');
    expect(replied).toMatchObject({ sequence: 2, clientId: 'r1' });
    expect(await agent.ask({ action: 'reply', ticketId, clientId: 'r1', text: 'Hello Bea.' }, 'replied')).toEqual(replied);
    const pushed = await visitor.event('answered');
    expect(pushed).toMatchObject({ kind: 'answered', sequence: 2, text: 'Hello Bea.', files: [] });
    expect(JSON.stringify(pushed)).not.toContain('ana');
    expect(await agent.event('AgentReplied')).toMatchObject({ text: 'Hello Bea.', by: { kind: 'agent', id: 'ana' } });

    visitor.send({ action: 'seen', ticketId, sequence: 2 });
    expect(await agent.next('seen')).toMatchObject({ sequence: 2, by: 'visitor' });
    agent.send({ action: 'seen', ticketId, sequence: 1 });
    expect(await visitor.next('seen')).toMatchObject({ sequence: 1, by: 'agent' });

    const answered = await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'By the other way.' });
    expect(answered.status).toBe(200);
    expect(await visitor.event('answered')).toMatchObject({ text: 'By the other way.' });
    await stage.api('POST', `/tickets/${ticketId}/notes`, { text: 'Not for the visitor.' });
    expect(await agent.event('NoteAdded')).toMatchObject({ text: 'Not for the visitor.' });
    await stage.settle();
    expect(JSON.stringify(visitor.heard('event'))).not.toContain('Not for');
    const { ticket } = await stage.ticket(ticketId);
    expect(ticket.clocks[0]).toMatchObject({ metric: 'first-response', state: 'met' });
    await visitor.close();
    expect(await agent.next('presence')).toMatchObject({ agents: ['ana'] });
    await agent.close();
  });

  it('who comes back on another connection goes on where they were, and the one before is ended', async () => {
    const first = await aVisitor(stage);
    const { ticketId, reference } = await first.say('One.');
    const second = await returning(stage, first.token, 2);
    expect(second.started).toMatchObject({ type: 'resumed', n: 1, ticketId, reference });
    expect(await first.next('replaced')).toEqual({ type: 'replaced' });
    expect((await first.closed).code).toBe(1000);
    await stage.api('POST', `/tickets/${ticketId}/replies`, { text: 'Meanwhile.' });
    expect((await second.event('answered')).text).toBe('Meanwhile.');
    const { events, upTo, more } = await second.ask({ action: 'history', after: 0 }, 'history');
    expect(events.map(({ kind, text }: Json) => [kind, text])).toEqual([
      ['said', 'One.'],
      ['answered', 'Meanwhile.'],
    ]);
    expect([upTo, more]).toEqual([2, false]);
    expect((await second.ask({ action: 'history', after: 1 }, 'history')).events).toHaveLength(1);
    await second.close();
  });

  it('who repeats a message has it acknowledged again; a gap, a backward step and a used number are told what is expected', async () => {
    const visitor = await aVisitor(stage);
    const first = await visitor.say('One.');
    const again = { action: 'say', n: 1, clientId: 'c1', text: 'One.' };
    expect(await visitor.ask(again, 'taken')).toEqual(first);
    expect(await visitor.ask({ ...again, n: 3, clientId: 'c3' }, 'expected', 'taken')).toEqual({
      type: 'expected',
      n: 2,
      clientId: 'c3',
    });
    expect(await visitor.ask({ ...again, clientId: 'other' }, 'expected', 'taken')).toMatchObject({ n: 2, clientId: 'other' });
    const second = await visitor.say('Two.');
    expect(await visitor.ask(again, 'taken')).toEqual(first);
    expect(second).toMatchObject({ n: 2, sequence: 2 });
    expect((await stage.ticket(first.ticketId)).events).toHaveLength(2);
    await visitor.close();
  });

  it('who says the same message many times at once, on two connections, says it once', async () => {
    const visitor = await aVisitor(stage);
    const asks = [1, 2, 3, 4].map(() => visitor.ask({ action: 'say', n: 1, clientId: 'c1', text: 'Once.' }, 'taken'));
    const answers = await Promise.all(asks);
    expect(new Set(answers.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect((await stage.ticket(answers[0].ticketId)).events).toHaveLength(1);
    await visitor.close();
  });

  it('reopens what was resolved, and gets a new, linked ticket after it was closed', async () => {
    const visitor = await aVisitor(stage);
    const { ticketId } = await visitor.say('One.');
    await stage.api('PUT', `/tickets/${ticketId}/status`, { status: 'resolved' });
    expect(await visitor.event('state')).toMatchObject({ to: 'resolved' });
    expect((await visitor.say('Not yet.')).ticketId).toBe(ticketId);
    expect((await stage.ticket(ticketId)).ticket.status).toBe('open');
    await stage.api('PUT', `/tickets/${ticketId}/status`, { status: 'closed' });
    const later = await visitor.say('Something else.');
    expect(later).toMatchObject({ n: 3, sequence: 1 });
    expect(later.ticketId).not.toBe(ticketId);
    expect((await stage.ticket(later.ticketId)).ticket.linkedTo).toBe(ticketId);
    await stage.api('POST', `/tickets/${later.ticketId}/replies`, { text: 'On the new one.' });
    await stage.settle();
    expect(visitor.heard('event').map(({ event }) => event.text ?? event.to)).toContain('On the new one.');
    await visitor.close();
  });

  it('sends a file, which agents may fetch, and fetches the file of an answer', async () => {
    const visitor = await aVisitor(stage);
    const bytes = Buffer.from('not really a picture');
    const file = { action: 'attach', clientId: 'f1', name: 'fire.png', type: 'image/png', size: bytes.length };
    const { id, upload } = await visitor.ask(file, 'attach');
    expect(await visitor.say('Look.', { attachments: [id] }).then(({ field, rule }) => [field, rule])).toEqual([
      'attachments.0',
      'has not been uploaded yet',
    ]);
    expect((await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })).status).toBe(200);
    visitor.n = 1;
    const { ticketId } = await visitor.say('Look.', { attachments: [id] });
    const { events } = await stage.ticket(ticketId);
    const { body } = await stage.api('GET', `/tickets/${ticketId}/attachments/${events[0].message.id}/1`);
    expect(await (await fetch(body.url)).text()).toBe('not really a picture');
    const { url } = await visitor.ask({ action: 'fetch', sequence: 1, file: 1 }, 'file');
    expect(await (await fetch(url)).text()).toBe('not really a picture');
    expect(await visitor.ask({ ...file, name: 'run.exe' }, 'attach')).toMatchObject({
      type: 'error',
      field: 'name',
      clientId: 'f1',
    });
    expect(await visitor.ask({ action: 'fetch', sequence: 1, file: 2 }, 'file')).toMatchObject({ type: 'error', field: 'file' });
    await visitor.close();
  });
});
