import * as z from 'zod/mini';
import { language } from '../contracts/vocabulary.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { TicketEvent } from '../tickets/ticket-events.ts';
import type { Claim } from '../tickets/tickets.ts';
import { type WebhookType, webhookTypeOf, webhookTypes } from './event-types.ts';

/** Why nothing is sent: the subscriber answered 410; it took nothing for three days; somebody said so. */
export const disabledBecause = ['gone', 'failing', 'asked'] as const;
export type DisabledBecause = (typeof disabledBecause)[number];

export const standing = z.discriminatedUnion('state', [
  z.object({ state: z.literal('active') }),
  z.object({ state: z.literal('disabled'), because: z.enum(disabledBecause), since: z.string() }),
]);
export type Standing = z.infer<typeof standing>;

/** All that is named must fit; a list that is absent lets everything pass. */
export const filter = z.object({
  /** As partners and portals name who asks. */
  accounts: z.optional(z.array(z.string())),
  contracts: z.optional(z.array(z.string())),
  /** Whose own system opened the ticket. */
  partners: z.optional(z.array(z.string())),
});
export type Filter = z.infer<typeof filter>;

/** Somebody's system that is sent what happens to tickets. */
export const subscription = z.object({
  id: z.string(),
  url: z.string(),
  /** All types where absent, those included that are still to come. */
  events: z.optional(z.array(z.enum(webhookTypes))),
  filter,
  /** Mail address of whom to tell when it is disabled. */
  owner: z.string(),
  /** In which the owner is written to. */
  language,
  standing,
  /** Goes up with every change of what is above. */
  version: z.int(),
  createdAt: z.string(),
  /** Of a ticket that it has not heard of, nothing older is sent: when it was made, or its filter last changed. */
  since: z.string(),
  /** When its secrets last changed: who keeps them in memory knows by this that they must be read again. */
  secretsChangedAt: z.string(),
  /** The owner has been told that it is disabled. */
  ownerToldAt: z.optional(z.string()),
});
export type Subscription = z.infer<typeof subscription>;

export const mostSubscriptions = 200;
/** Events are kept for a disabled subscription for so long; what happens after is never sent to it. */
export const keptWhileDisabledDays = 30;

/** What may be changed. */
export type Terms = Pick<Subscription, 'url' | 'events' | 'filter' | 'owner' | 'language'>;

export interface Subscriptions {
  /** All of them as they are now, strongly consistent: one that was just made must miss nothing. */
  list(): Promise<Subscription[]>;
  find(id: string): Promise<Subscription | undefined>;
  /** Writes `items` with it, all or nothing. False where there is one of this id. */
  create(made: Subscription, items?: readonly Claim['item'][]): Promise<boolean>;
  /** Answers it as it is now. Throws Overtaken where it is not as `before` any more. */
  change(before: Subscription, terms: Terms, standing: Standing, since: string): Promise<Subscription>;
  secretsChanged(id: string, at: Date): Promise<boolean>;
  /** Does nothing to one that is disabled already. */
  disable(id: string, because: DisabledBecause, at: Date): Promise<void>;
  ownerTold(id: string, at: Date): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Its events are to be kept for it: it is active, or has not been disabled for too long. */
export const isKeptFor = ({ standing: stands }: Subscription, now: Date): boolean =>
  stands.state === 'active' || now.getTime() - Date.parse(stands.since) < keptWhileDisabledDays * 24 * 3600_000;

export const wantsType = ({ events }: Subscription, type: WebhookType | undefined): boolean =>
  type !== undefined && (events === undefined || events.includes(type));

/** Whether the subscriber is to hear of this event. `after`: the ticket after it; `partner`: whose system opened the ticket. */
export const wants = (subscriber: Subscription, event: TicketEvent, after: Ticket, partner: string | undefined): boolean =>
  wantsType(subscriber, webhookTypeOf(event)) && fits(subscriber.filter, after, partner);

const fits = ({ accounts, contracts, partners }: Filter, ticket: Ticket, partner: string | undefined): boolean =>
  among(accounts, ticket.requester.account) && among(contracts, ticket.contractId) && among(partners, partner);

const among = (list: readonly string[] | undefined, value: string | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));
