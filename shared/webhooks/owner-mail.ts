import type { Now } from '../clock.ts';
import { noReplyMailbox } from '../intake/inbound-message.ts';
import { asHtml, asText, type Block } from '../notices/body.ts';
import { compose } from '../notices/compose.ts';
import { formatInstant } from '../notices/format.ts';
import { wireAddress } from '../notices/mail-address.ts';
import type { Mailer } from '../notices/mailer.ts';
import type { Outbox } from '../notices/outbox.ts';
import type { Lanes } from './lane.ts';
import { ownerWords } from './owner-words.ts';
import { keptWhileDisabledDays, type Subscription, type Subscriptions } from './subscription.ts';

export interface TellingOwners {
  subscriptions: Pick<Subscriptions, 'ownerTold'>;
  lanes: Pick<Lanes, 'behind'>;
  outbox: Pick<Outbox, 'claim' | 'markSent'>;
  mailer: Mailer;
  /** Of our mailboxes. */
  domain: string;
  now: Now;
}

/** Lanes that are counted; beyond that the mail says that there are more. */
const mostCounted = 1000;
const kind = 'subscription-disabled';

/**
 * Mails the owner that the subscription is disabled, once each time that it is. Who asked for it knows. Throws where the mail could not be
 * sent; the claim of somebody who died stands for the outbox's lease.
 */
export async function tellOwner(subscriber: Subscription, telling: TellingOwners): Promise<void> {
  const { standing, ownerToldAt, owner } = subscriber;
  if (standing.state === 'active' || standing.because === 'asked' || ownerToldAt !== undefined) return;
  const to = wireAddress(owner);
  const notice = { ticketId: subscriber.id, noticeId: `${Date.parse(standing.since)}-${kind}-1` };
  const claim = to === undefined ? 'done' : await telling.outbox.claim(notice, { kind, recipient: to });
  // Whoever claimed it sends it, or comes again.
  if (claim === 'pending') return;
  if (claim === 'claimed' && to !== undefined) {
    const from = { address: `${noReplyMailbox}@${telling.domain}`, name: 'Support' };
    const { ticketIds, next } = await telling.lanes.behind(subscriber.id, undefined, mostCounted);
    const waiting = `${ticketIds.length}${next === undefined ? '' : '+'}`;
    const says = ownerMail(subscriber, standing, waiting);
    const raw = await compose({ kind, ticketId: subscriber.id, from, to: { address: to }, at: telling.now(), ...says });
    const sesMessageId = await telling.mailer.send({ raw, from: from.address, to, notice });
    await telling.outbox.markSent(notice, sesMessageId);
  }
  await telling.subscriptions.ownerTold(subscriber.id, telling.now());
}

type Disabled = Extract<Subscription['standing'], { state: 'disabled' }>;

/** `waiting`: how many tickets have events that wait. */
export function ownerMail({ id, url, language }: Subscription, { because, since }: Disabled, waiting: string) {
  const words = ownerWords[language];
  const subject = words.subject(new URL(url).host);
  // Of the address only what is no secret: some carry a token in their query.
  const { origin, pathname } = new URL(url);
  const paragraphs = [
    words.disabled(`${origin}${pathname}`, formatInstant(since, 'UTC', language)),
    words.because[because],
    words.waiting(waiting),
    words.again(keptWhileDisabledDays),
    `${words.how}\nPUT /subscriptions/${id}\nnpm run webhooks -- enable ${id}`,
  ];
  const blocks: Block[] = [
    ...paragraphs.map((text): Block => ({ kind: 'paragraph', text })),
    { kind: 'footer', lines: [words.footer] },
  ];
  return { subject, text: asText(blocks), html: asHtml(blocks, language, subject) };
}
