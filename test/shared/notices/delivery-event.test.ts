import { describe, expect, it } from 'vitest';
import { readDeliveryEvent } from '../../../shared/notices/delivery-event.ts';
import { ticketId } from '../../support/builders.ts';
import { anEvent, asOurs, bounced, delivered, inSns, noticeId, samples, sesMessageId, taken } from './ses-events.ts';

const read = (content: unknown) => readDeliveryEvent(JSON.stringify(content));
const notice = { ticketId, noticeId };

describe('what SES says of a mail', () => {
  it('reads it inside SNS’s envelope and delivered raw alike', () => {
    const expected = { sesMessageId, notice, state: 'delivered', at: '2026-01-05T08:00:10.000Z', failure: undefined };
    expect(read(delivered())).toEqual(expected);
    expect(readDeliveryEvent(inSns(delivered()))).toEqual(expected);
  });
  it('reads that it took the mail as nothing more than that', () => {
    expect(read(taken())).toEqual({ sesMessageId, notice, state: undefined, at: '2026-01-05T08:00:01.000Z', failure: undefined });
  });
  it('reads why a mail bounced, and whether for good', () => {
    expect(read(bounced())).toMatchObject({
      state: 'bounced',
      failure: {
        id: 'feedback-1',
        recipients: ['ana@customer.example'],
        permanent: true,
        detail: 'Permanent; General; smtp; 550 5.1.1 user unknown',
      },
    });
    const transient = bounced();
    Object.assign((transient as ReturnType<typeof anEvent> & { bounce: object }).bounce, { bounceType: 'Transient' });
    expect(read(transient)).toMatchObject({ failure: { permanent: false } });
  });
});

describe('what is not about a notice', () => {
  it.each([
    ['the line by which SES tries a topic', 'Successfully validated SNS topic for Amazon SES event publishing.', 'plain text'],
    ['the same inside SNS’s envelope', inSns('Successfully validated SNS topic for Amazon SES event publishing.'), 'plain text'],
    ['a mail of other software', JSON.stringify({ ...taken(), mail: { ...taken().mail, tags: {} } }), 'not about a notice'],
  ])('%s is ignored, with a reason', (_, body, reason) => {
    expect(readDeliveryEvent(body)).toEqual({ ignored: reason });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['lacks its mail', { eventType: 'Send' }, 'mail'],
    ['lacks its type', { mail: taken().mail }, 'eventType'],
    [
      'bounced for nobody',
      anEvent('Bounce', { bounce: { timestamp: 'x', feedbackId: 'f', bounceType: 'Permanent' } }),
      'bouncedRecipients',
    ],
    [
      'is of a kind that we do not ask for',
      anEvent('Open', { open: {} }),
      'eventType: Open is none that the configuration set is asked',
    ],
  ])('because it %s is refused, naming the member', (_, event, member) => {
    expect(() => read(event)).toThrow(member);
  });
});

describe.skipIf(samples.length === 0)('the samples of SES’s documentation', () => {
  const states: Record<string, string | undefined> = {
    'event-bounce': 'bounced',
    'event-complaint': 'complained',
    'event-delivery': 'delivered',
    'event-delivery-delay': 'delayed',
    'event-reject': 'rejected',
    'event-send': undefined,
  };
  const ofType = (prefix: string) => samples.filter(([name]) => name.startsWith(prefix));

  it.each(ofType('event-'))('%s is not about a notice, as it lacks our tags', (_, event) => {
    expect(read(event)).toEqual({ ignored: 'not about a notice' });
  });
  it.each(ofType('event-').filter(([name]) => name in states))(
    '%s with our tags tells what became of the mail',
    (name, event) => {
      expect(read(asOurs(event))).toMatchObject({ sesMessageId: event.mail.messageId, notice, state: states[name] });
    },
  );
  it.each(ofType('event-').filter(([name]) => !(name in states)))(
    '%s with our tags is refused: nobody asked for it',
    (_, event) => {
      expect(() => read(asOurs(event))).toThrow(`eventType: ${event.eventType} is none`);
    },
  );
  it.each(ofType('notification-'))('%s is refused: that is how identities notify, not configuration sets', (_, event) => {
    expect(() => read(event)).toThrow('eventType');
  });
});
