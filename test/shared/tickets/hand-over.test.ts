import { describe, expect, it } from 'vitest';
import { customerReply, open } from '../../../shared/tickets/decide.ts';
import { evolve, opened } from '../../../shared/tickets/evolve.ts';
import { handOver } from '../../../shared/tickets/hand-over.ts';
import { aContract, anOpening, monday } from '../../support/builders.ts';

const occasion = { at: monday, now: monday, by: { kind: 'customer' as const } };
const chatting = opened(
  'tkt_1',
  open(anOpening({ channel: 'chat', requester: { name: 'Ana' }, participants: [] }), aContract(), occasion),
);
const left = (to: 'mail' | 'call-back', more: { address?: string; phone?: string }, ticket = chatting) =>
  handOver(ticket, { to, ...more }, occasion).reduce(evolve, ticket);

describe('a chat that is handed over', () => {
  it('to mail gives the ticket an address, which takes part from then on', () => {
    expect(left('mail', { address: 'ana@customer.example' })).toMatchObject({
      handedOver: 'mail',
      requester: { name: 'Ana', address: 'ana@customer.example' },
      participants: ['ana@customer.example'],
      sequence: 2,
    });
  });

  it('to a call gives it a number, and keeps the address', () => {
    const mailed = left('mail', { address: 'ana@customer.example' });
    expect(left('call-back', { phone: '+33142860000' }, mailed)).toMatchObject({
      handedOver: 'call-back',
      requester: { address: 'ana@customer.example', phone: '+33142860000' },
    });
  });

  it('is not handed over twice to the same, nor to where nobody knows', () => {
    const mailed = left('mail', { address: 'ana@customer.example' });
    expect(handOver(mailed, { to: 'mail' }, occasion)).toEqual([]);
    expect(handOver(mailed, { to: 'mail', address: 'other@customer.example' }, occasion)).toHaveLength(1);
    expect(() => left('mail', {})).toThrow('must be the mail address');
    expect(() => left('call-back', {})).toThrow('must be the number');
  });

  it('is a chat again when the customer goes on in it, and stays with mail when they mail', () => {
    const mailed = left('mail', { address: 'ana@customer.example' });
    const said = (rfcMessageId?: string) =>
      customerReply(
        mailed,
        { message: { ...anOpening().message, rfcMessageId }, participants: [] },
        aContract(),
        occasion,
      ).reduce(evolve, mailed);
    expect(said().handedOver).toBeUndefined();
    expect(said('a@b').handedOver).toBe('mail');
  });
});
