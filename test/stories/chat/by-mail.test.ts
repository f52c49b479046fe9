import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unseenSeconds } from '../../../shared/chat/limits.ts';
import { aVisitor, returning } from '../../support/chat.ts';
import { type Json, type Stage, startStage } from '../../support/cloud.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

const answer = async (ticketId: string, text: string) => {
  await stage.api('POST', `/tickets/${ticketId}/replies`, { text });
  await stage.settle();
};
const deliveries = async (ticketId: string) =>
  (await stage.ticket(ticketId)).events.filter(({ type }) => type === 'AgentReplied').map(({ delivery }) => delivery);

describe('an answer in a chat', () => {
  it('that the visitor sees is never mailed', async () => {
    const visitor = await aVisitor(stage, { address: 'seen@customer.example' });
    const { ticketId } = await visitor.say('Hello?');
    await answer(ticketId, 'Here I am.');
    const { sequence } = await visitor.event('answered');
    visitor.send({ action: 'seen', ticketId, sequence });
    await visitor.ask({ action: 'ping' }, 'pong');
    await stage.advance(`PT${unseenSeconds + 10}S`);
    expect(await stage.outbox('seen@customer.example')).toEqual([]);
    expect(await deliveries(ticketId)).toMatchObject([{ state: 'withheld', reason: 'seen-in-chat' }]);
    await visitor.close();
  });

  it('that is pushed and not seen within five minutes is mailed as well, once', async () => {
    const visitor = await aVisitor(stage, { address: 'unseen@customer.example' });
    const { ticketId } = await visitor.say('Hello?');
    await answer(ticketId, 'Are you there?');
    await visitor.event('answered');
    await stage.advance(`PT${unseenSeconds - 60}S`);
    expect(await stage.outbox('unseen@customer.example')).toEqual([]);
    expect(await deliveries(ticketId)).toEqual([{ state: 'waiting' }]);
    await stage.advance('PT70S');
    const [mail, ...more] = await stage.outbox('unseen@customer.example');
    expect(mail?.text).toContain('Are you there?');
    expect(more).toEqual([]);
    await stage.advance('PT1H');
    expect(await stage.outbox('unseen@customer.example')).toHaveLength(1);
  });

  it('to somebody who has gone is mailed at once, and what they mail back is on the same ticket', async () => {
    const visitor = await aVisitor(stage, { address: 'gone@customer.example', name: 'Gone' });
    const { ticketId } = await visitor.say('Hello?');
    await visitor.close();
    await stage.settle();
    await answer(ticketId, 'Sorry for the wait.');
    const [mail] = await stage.outbox('gone@customer.example');
    expect(mail?.text).toContain('Sorry for the wait.');
    await stage.mail({
      from: 'gone@customer.example',
      to: mail?.headers['reply-to'] ?? '',
      subject: `Re: ${mail?.subject}`,
      text: 'Thanks, by mail.',
      messageId: '<back@customer.example>',
    });
    await stage.settle();
    const { events } = await stage.ticket(ticketId);
    expect(events.map(({ type }) => type)).toEqual(['TicketOpened', 'AgentReplied', 'CustomerReplied']);
    const back = await returning(stage, visitor.token, 2);
    const { events: shown } = await back.ask({ action: 'history', after: 0 }, 'history');
    // Whoever chats may have given another's address: what came from there is not theirs to read.
    expect(shown.map(({ kind, text }: Json) => text ?? kind)).toEqual(['Hello?', 'Sorry for the wait.', 'mailed']);
    await back.close();
  });

  it('for whom nobody knows an address waits in the chat, and the agent reads that it was not mailed', async () => {
    const visitor = await aVisitor(stage);
    const { ticketId } = await visitor.say('Hello?');
    await visitor.close();
    await stage.settle();
    await answer(ticketId, 'Nobody reads this.');
    expect(await deliveries(ticketId)).toMatchObject([{ state: 'withheld', reason: 'no-address' }]);
    const { events } = await stage.ticket(ticketId);
    expect(events.at(-1)).toMatchObject({ type: 'DeliveryFailed', detail: expect.stringContaining('no-address') });
    const back = await returning(stage, visitor.token, 2);
    const { events: shown } = await back.ask({ action: 'history', after: 0 }, 'history');
    expect(shown.map(({ text }: Json) => text)).toEqual(['Hello?', 'Nobody reads this.']);
    await back.close();
  });

  it('is no mail of welcome: nobody is written to because a visitor gave their address', async () => {
    const visitor = await aVisitor(stage, { address: 'victim@elsewhere.example' });
    await visitor.say('Hello?');
    await stage.settle();
    expect(await stage.outbox('victim@elsewhere.example')).toEqual([]);
    await visitor.close();
  });
});

describe('a visitor who leaves', () => {
  it('for mail is answered by mail in the same ticket, even while a page is open', async () => {
    const visitor = await aVisitor(stage);
    expect(await visitor.ask({ action: 'leave', wants: 'mail' }, 'left')).toMatchObject({ rule: 'say something first' });
    const { ticketId, reference } = await visitor.say('I have to go.');
    expect(await visitor.ask({ action: 'leave', wants: 'mail' }, 'left')).toMatchObject({ type: 'error', field: 'address' });
    const leave = { action: 'leave', wants: 'mail', address: 'Left@Customer.example' };
    expect(await visitor.ask(leave, 'left')).toMatchObject({ wants: 'mail', ticketId, reference, sequence: 2 });
    expect(await visitor.ask(leave, 'left')).toMatchObject({ sequence: 2 });
    await answer(ticketId, 'By mail, then.');
    const [mail] = await stage.outbox('left@customer.example');
    expect(mail?.text).toContain('By mail, then.');
    const { ticket, events } = await stage.ticket(ticketId);
    expect(ticket).toMatchObject({ handedOver: 'mail', requester: { address: 'left@customer.example' }, channel: 'chat' });
    expect(events[1]).toMatchObject({
      type: 'HandedOver',
      to: 'mail',
      by: { kind: 'customer', address: 'left@customer.example' },
    });
    await visitor.say('I am back.');
    expect((await stage.ticket(ticketId)).ticket.handedOver).toBeUndefined();
    await visitor.close();
  });

  it('for a call back leaves a number on the ticket', async () => {
    const visitor = await aVisitor(stage);
    const { ticketId } = await visitor.say('Please call me.');
    expect(await visitor.ask({ action: 'leave', wants: 'call-back' }, 'left')).toMatchObject({ type: 'error', field: 'phone' });
    expect(await visitor.ask({ action: 'leave', wants: 'call-back', phone: '0142' }, 'left')).toMatchObject({
      type: 'error',
      field: 'phone',
    });
    await visitor.ask({ action: 'leave', wants: 'call-back', phone: '+33142860000' }, 'left');
    const { ticket, events } = await stage.ticket(ticketId);
    expect(ticket).toMatchObject({ handedOver: 'call-back', requester: { phone: '+33142860000' } });
    expect(events.at(-1)).toMatchObject({ type: 'HandedOver', to: 'call-back', phone: '+33142860000' });
    await visitor.close();
  });
});
