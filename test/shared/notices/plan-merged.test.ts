import { describe, expect, it } from 'vitest';
import { noticesFor } from '../../../shared/notices/plan.ts';
import type { EventOf } from '../../../shared/tickets/ticket-events.ts';
import { anAnswer, aTicket, desk, recorded } from './events.ts';

const ana = { requester: { address: 'ana@customer.example', name: 'Ana' }, language: 'fr' as const };
const ben = { requester: { address: 'ben@customer.example' }, language: 'en' as const };
const plan = (alsoTo: EventOf<'AgentReplied'>['alsoTo'], ticket = aTicket()) =>
  noticesFor(recorded(anAnswer({ alsoTo })), ticket, desk);
const mails = (...of: Parameters<typeof plan>) =>
  plan(...of).notices.map(({ id, recipient, language }) => `${id} ${recipient.address} ${language}`);

describe('an answer where tickets were merged into the one it is given on', () => {
  it('is a mail of its own to each requester, in their language', () => {
    expect(mails([ana, ben])).toEqual([
      '2-reply-1 zoe@customer.example en',
      '2-reply-2 ana@customer.example fr',
      '2-reply-3 ben@customer.example en',
    ]);
  });
  it('goes once to whoever asked several times, and keeps the ids of the others', () => {
    const zoe = { requester: { address: 'Zoe@Customer.example' }, language: 'en' as const };
    expect(mails([zoe, ana, ana, ben])).toEqual([
      '2-reply-1 zoe@customer.example en',
      '2-reply-3 ana@customer.example fr',
      '2-reply-5 ben@customer.example en',
    ]);
  });
  it('goes to those whom the event names, whatever the ticket has become since', () => {
    expect(mails([ana], aTicket({ alsoFor: [{ from: 'tkt_x', ...ben }] }))).toEqual(mails([ana]));
  });
  it('reaches the others where the requester has no address', () => {
    const { withheld } = plan([ana], aTicket({ requester: { phone: '+33142860000' } }));
    expect(withheld).toEqual([{ id: '2-reply-1', kind: 'reply', address: undefined, reason: 'no-address' }]);
    expect(mails([ana], aTicket({ requester: { phone: '+33142860000' } }))).toEqual(['2-reply-2 ana@customer.example fr']);
  });
  it('is withheld from one of our own mailboxes', () => {
    const ours = { requester: { address: 'support@guichet.example' }, language: 'en' as const };
    expect(plan([ours]).withheld).toMatchObject([{ id: '2-reply-2', reason: 'own-mailbox' }]);
  });
});
