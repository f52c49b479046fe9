import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { link } from '../../../shared/contacts/contact.ts';
import { contactsIn } from '../../../shared/contacts/contacts.dynamo.ts';
import { monday } from '../../support/builders.ts';
import { tableName } from '../../support/table.ts';
import { type AChat, aChat } from './a-chat.ts';

let chat: AChat;
beforeAll(async () => {
  chat = await aChat();
});
afterAll(() => chat.table.stop());

const [mail, phone] = ['mail:ana@customer.example', 'phone:+33142860000'];

describe('an address and a number that a visitor gives', () => {
  it('file nothing under them, neither at the start nor when the visitor leaves', async () => {
    await chat.visitor('one=', { address: 'ana@customer.example', name: 'Ana' });
    const { ticketId } = await chat.ask('one=', { action: 'say', n: 1, clientId: 'c1', text: 'I am Ana.' });
    await chat.ask('one=', { action: 'leave', wants: 'call-back', phone: '+33142860000' });
    await chat.visitor('two=');
    const other = await chat.ask('two=', { action: 'say', n: 1, clientId: 'c1', text: 'So am I.' });
    await chat.ask('two=', { action: 'leave', wants: 'mail', address: 'ana@customer.example' });
    await chat.ask('two=', { action: 'say', n: 2, clientId: 'c2', text: 'Still me.' });
    const tickets = await chat.table.items('ticket');
    expect(tickets.map(({ id, requester, identifiers }) => ({ id, requester, identifiers }))).toEqual(
      expect.arrayContaining([
        { id: ticketId, requester: { address: 'ana@customer.example', name: 'Ana', phone: '+33142860000' }, identifiers: [] },
        { id: other.ticketId, requester: { address: 'ana@customer.example' }, identifiers: [] },
      ]),
    );
    expect(await chat.table.items('identified-ticket')).toEqual([]);
  });

  it('are linked by an agent who knows better, and the chat is still nobody’s', async () => {
    const contacts = contactsIn(chat.table.client, tableName);
    const holding = (identifier: string) => ({ identifier, contact: undefined });
    await contacts.change(link([holding(mail), holding(phone)], 'con_1', { by: 'max', at: monday, reason: 'she proved it' }), []);
    expect(await contacts.contactOf(phone)).toEqual({ id: 'con_1', identifiers: [mail, phone] });
    expect(await contacts.tickets([mail, phone], 10)).toEqual({ ticketIds: [], next: undefined });
  });
});
