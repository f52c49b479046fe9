import { describe, expect, it } from 'vitest';
import { compose } from '../../../shared/notices/compose.ts';
import { noticesFor } from '../../../shared/notices/plan.ts';
import { anAnswer, anOpening, aTicket, desk, everyLanguage, recorded } from './events.ts';
import { mail } from './rendered.ts';

const typed = 'Buy at evil.example';
const opening = (unverified: boolean) => {
  const requester = { address: 'zoe@customer.example', name: typed };
  const message = { ...anOpening().message, from: requester, text: typed, ...(unverified && { unverified: true as const }) };
  return anOpening({ subject: typed, requester, message });
};
const untitled = { en: 'Your message', fr: 'Votre message', zh: '您的来信' };

describe('the acknowledgement of an opening whose address anybody may have typed', () => {
  it.each(everyLanguage)('in %s has nothing in it that was typed', async (language) => {
    const { notices } = noticesFor(recorded({ ...opening(true), language }, 1), aTicket({ subject: typed }), desk);
    expect(notices).toMatchObject([{ recipient: { address: 'zoe@customer.example' }, unverified: true }]);
    const written = mail({ ...opening(true), language }, { subject: typed, language });
    expect(written.subject).toBe(`Re: ${untitled[language]} [#123-456-782]`);
    const bytes = await compose({
      kind: 'acknowledgement',
      ticketId: 'tkt_1',
      to: notices[0]!.recipient,
      from: { address: 'support@guichet.example', name: 'Support' },
      replyTo: 'support@guichet.example',
      references: [],
      at: new Date(0),
      ...written,
    });
    expect(`${Buffer.from(bytes).toString()}${written.text}${written.html}`).not.toMatch(/evil|Buy/);
  });

  it('is unlike that of a sender who is known, and unlike what an agent answers', () => {
    expect(mail(opening(false), { subject: typed }).subject).toBe(`Re: ${typed} [#123-456-782]`);
    expect(mail(anAnswer(), { subject: typed }).subject).toBe(`Re: ${typed} [#123-456-782]`);
    const { notices } = noticesFor(recorded(opening(false), 1), aTicket(), desk);
    expect(notices[0]?.recipient.name).toBe(typed);
  });
});
