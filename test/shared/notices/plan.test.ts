import { describe, expect, it } from 'vitest';
import { notice } from '../../../shared/notices/notice.ts';
import { noticesFor } from '../../../shared/notices/plan.ts';
import type { TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { ticketId } from '../../support/builders.ts';
import {
  anAnswer,
  anEarlyEscalation,
  anEscalation,
  anOpening,
  anOpeningRoundTheClock,
  aTicket,
  aWarning,
  desk,
  recorded,
} from './events.ts';

const plan = (event: TicketEvent, ticket = aTicket(), sequence = 2) => noticesFor(recorded(event, sequence), ticket, desk);
const recipients = (event: TicketEvent, ticket = aTicket()) =>
  plan(event, ticket).notices.map(({ recipient }) => recipient.address);
const reasons = (event: TicketEvent, ticket = aTicket()) => plan(event, ticket).withheld.map(({ reason }) => reason);

describe('who gets a notice', () => {
  it('acknowledges a ticket that a person opened, in their language, with what was promised', () => {
    const requester = { address: 'zoe@customer.example', name: 'Zoé Müller' };
    expect(plan(anOpening({ language: 'fr' }), aTicket(), 1)).toEqual({
      withheld: [],
      notices: [
        {
          kind: 'acknowledgement',
          audience: 'customer',
          id: '1-acknowledgement-1',
          ticketId,
          recipient: requester,
          language: 'fr',
          promises: [
            { clock: 'first-response', dueAt: '2026-01-05T13:00:00Z', timeZone: 'Europe/Paris' },
            { clock: 'resolution', dueAt: '2026-01-05T17:00:00Z', timeZone: 'Europe/Paris' },
          ],
        },
      ],
    });
  });

  it.each(['auto-reply', 'auto-generated', 'bulk', 'bounce'] as const)('never acknowledges %s mail', (nature) => {
    const event = anOpening({ nature });
    expect(plan(event, aTicket({ automatic: true }), 1)).toEqual({
      notices: [],
      withheld: [{ id: '1-acknowledgement-1', kind: 'acknowledgement', address: 'zoe@customer.example', reason: 'machine' }],
    });
  });

  it.each(['', '<>', '+33123456789', 'unknown@invalid', 'caller@phone.invalid', 'root@localhost', 'élodie@customer.example'])(
    'writes to no customer at %j',
    (address) => {
      const requester = { address };
      const ticket = aTicket({ requester });
      expect(reasons(anOpening({ requester }), ticket)).toEqual(['unusable-address']);
      expect(reasons(anAnswer(), ticket)).toEqual(['unusable-address']);
    },
  );

  it.each([
    'support@guichet.example',
    'SUPPORT@Guichet.Example',
    'support+01j.abc@guichet.example',
    'datasure@guichet.example',
    'old@guichet.example',
  ])('writes nothing to our own mailbox %s', (address) => {
    const ticket = aTicket({ requester: { address }, mailbox: 'old' });
    expect(reasons(anOpening({ requester: { address } }), ticket)).toEqual(['own-mailbox']);
    expect(reasons(anAnswer(), ticket)).toEqual(['own-mailbox']);
    expect(reasons(aWarning({ to: [address] }), aTicket({ mailbox: 'old' }))).toEqual(['own-mailbox']);
  });

  it('writes to people who share our domain without having a mailbox of the desk', () => {
    expect(recipients(anAnswer(), aTicket({ requester: { address: 'anna@guichet.example' } }))).toEqual(['anna@guichet.example']);
  });

  it('names recipients as SES wants them', () => {
    const ticket = aTicket({ requester: { address: 'zoe@bücher.example' } });
    expect(recipients(anAnswer(), ticket)).toEqual(['zoe@xn--bcher-kva.example']);
    expect(recipients(aWarning({ to: ['duty@bücher.example'] }))).toEqual(['duty@xn--bcher-kva.example']);
  });

  it('sends an answer to the requester and to no participant', () => {
    const ticket = aTicket({ participants: ['zoe@customer.example', 'boss@customer.example'], language: 'zh' });
    expect(plan(anAnswer(), ticket).notices).toMatchObject([
      { kind: 'reply', audience: 'customer', id: '2-reply-1', recipient: { address: 'zoe@customer.example' }, language: 'zh' },
    ]);
  });

  it('sends an answer even when a machine opened the ticket: an agent decided to', () => {
    expect(recipients(anAnswer(), aTicket({ automatic: true }))).toEqual(['zoe@customer.example']);
  });

  it('warns each person of the ladder in a mail of their own', () => {
    const { notices } = plan(aWarning({ to: ['duty@guichet.example', 'lead@guichet.example'] }));
    expect(notices).toMatchObject([
      { kind: 'warning', audience: 'staff', id: '2-warning-1', recipient: { address: 'duty@guichet.example' }, language: 'en' },
      { kind: 'warning', audience: 'staff', id: '2-warning-2', recipient: { address: 'lead@guichet.example' } },
    ]);
    expect(plan(anEscalation()).notices).toMatchObject([{ kind: 'escalation', audience: 'staff', id: '2-escalation-1' }]);
  });

  it('writes once to a person whom one step names twice', () => {
    const event = anEscalation({ to: ['lead@guichet.example', 'Lead@Guichet.example', 'duty@guichet.example'] });
    expect(plan(event).notices.map(({ id }) => id)).toEqual(['2-escalation-1', '2-escalation-3']);
  });

  it('never shows the requester a mail about promises, even if the ladder names them', () => {
    for (const event of [aWarning, anEscalation]) {
      const named = event({ to: ['Zoe@Customer.example', 'lead@guichet.example'] });
      expect(recipients(named)).toEqual(['lead@guichet.example']);
      expect(reasons(named)).toEqual(['requester-on-ladder']);
    }
  });

  it('is not silenced by a customer who copies the person in charge', () => {
    const ticket = aTicket({ participants: ['zoe@customer.example', 'lead@guichet.example'] });
    expect(recipients(anEscalation(), ticket)).toEqual(['lead@guichet.example']);
  });

  it('addresses mails about promises to the ladder alone, whoever takes part', () => {
    const ticket = aTicket({ participants: ['zoe@customer.example', 'boss@customer.example'] });
    for (const event of [aWarning(), anEscalation()]) expect(recipients(event, ticket)).toEqual(event.to);
  });
});

describe('an escalation of which somebody has taken note', () => {
  it('is told to nobody, whoever its step names', () => {
    expect(plan(anEscalation({ because: 'acknowledged' }))).toEqual({ notices: [], withheld: [] });
    expect(plan(anEscalation({ because: 'acknowledged', to: [] }))).toEqual({ notices: [], withheld: [] });
  });
});

describe('what a notice carries', () => {
  it('is the same when the event is planned again on a ticket that has gone on', () => {
    const later = aTicket({ status: 'resolved', sequence: 9, assignee: 'ana', priority: 'low' });
    for (const event of [anOpening(), anAnswer(), aWarning(), anEscalation()]) expect(plan(event, later)).toEqual(plan(event));
  });

  it('can be stored and read back', () => {
    for (const event of [
      anOpening(),
      anAnswer(),
      aWarning(),
      anEscalation(),
      anEarlyEscalation(),
      aWarning({ dueAt: undefined }),
    ]) {
      const [planned] = plan(event).notices;
      expect(notice.parse(JSON.parse(JSON.stringify(planned)))).toEqual(planned);
    }
  });

  it('names UTC for a contract that serves round the clock', () => {
    const [planned] = plan(anOpeningRoundTheClock()).notices;
    expect(planned).toMatchObject({ promises: [{ dueAt: '2026-01-05T13:00:05Z', timeZone: 'UTC' }] });
  });

  it('does not promise what was over when the message was taken in', () => {
    const [planned] = plan(anOpening({ recordedAt: '2026-01-05T13:00:00.000Z' })).notices;
    expect(planned).toMatchObject({ promises: [{ clock: 'resolution' }] });
  });

  it('says of times what the event says, whatever became of the clock since', () => {
    const ticket = aTicket({ clocks: [] });
    expect(plan(aWarning({ timeZone: 'Asia/Shanghai', secondsLeft: 90 }), ticket).notices).toMatchObject([
      { cycle: 1, step: '80%', dueAt: '2026-01-05T13:00:00Z', timeZone: 'Asia/Shanghai', secondsLeft: 90 },
    ]);
    expect(plan(anEscalation({ cycle: 7 }), ticket).notices).toMatchObject([
      { cycle: 7, timeZone: 'Europe/Paris', secondsLate: 7200, undelivered: false },
    ]);
  });

  it('has no due time while the event knows none', () => {
    const [planned] = plan(aWarning({ dueAt: undefined, secondsLeft: 0 })).notices;
    expect(planned).toMatchObject({ kind: 'warning', dueAt: undefined });
  });

  it('says that it stands in for a warning that did not arrive', () => {
    expect(plan(anEarlyEscalation()).notices).toMatchObject([{ undelivered: true, secondsLate: -3600 }]);
  });

  it('speaks the language that the desk sets for its people', () => {
    const { notices } = noticesFor(recorded(aWarning()), aTicket({ language: 'zh' }), { ...desk, staffLanguage: 'fr' });
    expect(notices).toMatchObject([{ language: 'fr' }]);
  });
});
