import PostalMime from 'postal-mime';
import { compose, type Mail } from '../../../shared/notices/compose.ts';

export const common = {
  ticketId: 'tkt_01',
  from: { name: 'Support', address: 'support@guichet.example' },
  to: { name: 'Zoé Müller', address: 'zoe@customer.example' },
  subject: 'Re: The printer is on fire [#123-456-789]',
  text: 'Hello,\n\nthank you.\n',
  html: '<p>Hello,</p>',
  at: new Date('2026-01-05T09:00:02Z'),
};

export const customerMail = (overrides: Partial<Extract<Mail, { kind: 'reply' | 'acknowledgement' }>> = {}): Mail => ({
  kind: 'acknowledgement',
  ...common,
  replyTo: 'support+01.mac@guichet.example',
  references: ['first@customer.example', 'second@customer.example'],
  ...overrides,
});
export const staffMail = (kind: 'warning' | 'escalation', overrides: Partial<typeof common> = {}): Mail => ({
  kind,
  ...common,
  ...overrides,
});

/** The mail as its reader gets it. */
export async function sent(mail: Mail) {
  const bytes = await compose(mail);
  const parsed = await PostalMime.parse(bytes);
  const raw = Buffer.from(bytes).toString('latin1');
  return { parsed, raw, head: raw.slice(0, raw.indexOf('\r\n\r\n')) };
}
type Sent = Awaited<ReturnType<typeof sent>>;
export const header = ({ parsed }: Sent, name: string) =>
  parsed.headers.filter(({ key }) => key === name).map(({ value }) => value);
export const names = ({ parsed }: Sent) => parsed.headers.map(({ key }) => key).sort();

export const always = ['content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to', 'x-guichet-notice'];
export const automatic = ['auto-submitted', 'x-auto-response-suppress', 'x-guichet-automatic'];
export const conversation = ['in-reply-to', 'references', 'reply-to'];
