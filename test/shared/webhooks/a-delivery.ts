import { newWebhookSecret } from '../../../shared/partners/standard-webhooks.ts';
import { note, open } from '../../../shared/tickets/decide.ts';
import { circuitsIn } from '../../../shared/webhooks/circuits.dynamo.ts';
import { type Delivering, deliver } from '../../../shared/webhooks/deliver.ts';
import { lanesIn } from '../../../shared/webhooks/lanes.dynamo.ts';
import type { Attempt } from '../../../shared/webhooks/post.ts';
import type { Subscription } from '../../../shared/webhooks/subscription.ts';
import { subscriptionsIn } from '../../../shared/webhooks/subscriptions.dynamo.ts';
import type { LaneWakeUp, WakeUp } from '../../../shared/webhooks/wake-up.ts';
import { aContract, anOpening, byAgent, byCustomer, minutesLater, monday, ticketIdNumber } from '../../support/builders.ts';
import { startTable, tableName } from '../../support/table.ts';

export const aSubscription = (overrides: Partial<Subscription> = {}): Subscription => ({
  id: 'sub_1',
  url: 'https://partner.example.com/hooks',
  filter: {},
  owner: 'owner@partner.example',
  language: 'en',
  standing: { state: 'active' },
  version: 1,
  createdAt: monday.toISOString(),
  since: monday.toISOString(),
  secretsChangedAt: monday.toISOString(),
  ...overrides,
});

/** One subscriber on a table, with a queue that a test empties itself; `answers` says how it takes the n-th attempt, from 1. */
export async function aDelivery(overrides: Partial<Subscription> = {}) {
  const table = await startTable({ time: monday });
  const subscriptions = subscriptionsIn(table.client, tableName);
  const lanes = lanesIn(table.client, tableName);
  await subscriptions.create(aSubscription(overrides));
  const secret = newWebhookSecret();
  const posted: { id: string; sequence: number; ticketId: string }[] = [];
  const waiting: { wakeUp: WakeUp; at: number }[] = [];
  const told: string[] = [];
  const failures: string[] = [];
  let answers: (attempt: number) => Attempt | Promise<Attempt> = () => ({ taken: true });
  let holders = 0;
  const delivering: Delivering = {
    subscriptions,
    lanes,
    circuits: circuitsIn(table.client, tableName),
    tickets: table.tickets,
    secretsOf: async () => [secret],
    post: async (_, headers, body) => {
      const { data } = JSON.parse(body);
      posted.push({ id: String(headers['webhook-id']), sequence: data.sequence, ticketId: data.ticket.id });
      return answers(posted.length);
    },
    wakeUps: {
      send: async (wakeUps, delaySeconds = 0) => {
        const at = table.at.time.getTime() + delaySeconds * 1000;
        waiting.push(...wakeUps.map((wakeUp) => ({ wakeUp, at })));
      },
    },
    tellOwner: async ({ id }) => {
      told.push(id);
    },
    report: {
      delivered: () => undefined,
      failed: (_, __, failure) => failures.push(failure),
      setAside: (_, sequence) => failures.push(`set aside ${sequence}`),
    },
    now: table.now,
    random: () => 0.5,
    newHolder: () => `holder ${++holders}`,
  };
  const wake = (ticketId: string, more: Partial<LaneWakeUp> = {}) =>
    deliver({ subscriptionId: 'sub_1', ticketId, ...more }, delivering);
  return {
    ...delivering,
    delivering,
    table,
    subscriptions,
    lanes,
    posted,
    waiting,
    told,
    failures,
    answers: (next: typeof answers) => {
      answers = next;
    },
    wake,
    sequences: () => posted.map(({ sequence }) => sequence),
    lane: async (ticketId: string) => {
      const found = await lanes.find({ subscriptionId: 'sub_1', ticketId });
      if (!found) throw new Error('there is no such lane');
      return found;
    },
    /** Plays the queue up to this instant: each message at its time, one after the other. */
    until: async (instant: Date) => {
      for (;;) {
        const [next] = waiting.toSorted((a, b) => a.at - b.at);
        if (!next || next.at > instant.getTime()) break;
        waiting.splice(waiting.indexOf(next), 1);
        if (next.at > table.at.time.getTime()) table.at.time = new Date(next.at);
        if ('ticketId' in next.wakeUp) await deliver(next.wakeUp, delivering);
      }
      table.at.time = instant;
    },
  };
}
export type Delivery = Awaited<ReturnType<typeof aDelivery>>;

/** A ticket with an opening and so many answers of agents, each a minute after the one before. */
export async function aTicketWith({ table }: Pick<Delivery, 'table'>, answers: number, n = 1): Promise<string> {
  const id = ticketIdNumber(n);
  await table.tickets.append(id, [open(anOpening(), aContract(), byCustomer())]);
  for (let i = 1; i <= answers; i++) await anAnswer({ table }, id, i);
  return id;
}

export async function anAnswer({ table }: Pick<Delivery, 'table'>, id: string, n: number): Promise<void> {
  const ticket = await table.tickets.find(id);
  const { at, recordedAt, by } = note({ messageId: `msg_${n}`, text: '' }, byAgent(minutesLater(n)))[0]!;
  await table.tickets.append(ticket!, [
    { type: 'AgentReplied', at, recordedAt, by, messageId: `msg_${n}`, text: `Answer ${n}.`, clocks: [] },
  ]);
}
