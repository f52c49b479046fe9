import { describe, expect, it } from 'vitest';
import type { Following } from '../../../shared/chat/connections.ts';
import { deliver } from '../../../shared/chat/deliver.ts';
import type { Posted } from '../../../shared/chat/post.ts';
import { push } from '../../../shared/chat/push.ts';
import { open } from '../../../shared/tickets/decide.ts';
import { opened } from '../../../shared/tickets/evolve.ts';
import type { RecordedEvent, TicketEvent } from '../../../shared/tickets/ticket-events.ts';
import { aContract, anOpening, monday } from '../../support/builders.ts';

const base = { at: monday.toISOString(), recordedAt: monday.toISOString(), by: { kind: 'agent' as const, id: 'ana' } };
const reply = (text = 'Hello.'): TicketEvent => ({ type: 'AgentReplied', ...base, messageId: 'm', text, clocks: [] });
const note: TicketEvent = { type: 'NoteAdded', ...base, messageId: 'm', text: 'Secret.' };
const recorded = (event: TicketEvent): RecordedEvent => ({ ticketId: 'tkt_1', sequence: 2, event });

const ticket = opened(
  'tkt_1',
  open(anOpening({ channel: 'chat' }), aContract(), { at: monday, now: monday, by: { kind: 'system' } }),
);
interface Merged {
  following: Following;
  mergedFrom: string[];
}
const chat = { chatId: 'cht_1', seen: 0 };
const both: Following = { followers: [{ connectionId: 'v' }, { connectionId: 'a', agentId: 'ben' }], chat };

/** `merged`: tickets by id that were merged into others, and who follows them. */
function pushing(following: Following, outcome: Record<string, Posted | Error> = {}, merged: Record<string, Merged> = {}) {
  const posted: [string, Record<string, unknown>][] = [];
  const closed: string[] = [];
  return {
    posted,
    closed,
    connections: {
      ofTicket: async (id: string) => merged[id]?.following ?? following,
      close: async (id: string) => {
        closed.push(id);
        return [];
      },
    },
    tickets: { find: async (id: string) => ({ ...ticket, id, mergedFrom: merged[id]?.mergedFrom ?? [] }) },
    post: {
      send: async (id: string, message: object): Promise<Posted> => {
        const result = outcome[id] ?? 'posted';
        if (result instanceof Error) throw result;
        if (result === 'posted') posted.push([id, { ...message }]);
        return result;
      },
    },
  };
}

describe('an event', () => {
  it('is told to agents whole, to the visitor without its author, and of a note nothing', async () => {
    const ports = pushing(both);
    expect(await push(recorded(reply()), ports)).toEqual({ isChat: true, isLive: true, seen: 0, failed: [] });
    await push(recorded(note), ports);
    const to = (id: string) => ports.posted.filter(([each]) => each === id).map(([, message]) => message);
    expect(to('a').map(({ event }) => event)).toEqual([reply(), note]);
    expect(to('v')).toEqual([
      {
        type: 'event',
        ticketId: 'tkt_1',
        event: { sequence: 2, at: base.at, kind: 'answered', text: 'Hello.', textCut: false, files: [] },
      },
    ]);
  });

  it('that is too long for a message is cut, and agents are told that it is', async () => {
    const ports = pushing(both);
    await push(recorded(reply('多'.repeat(50_000))), ports);
    for (const [, message] of ports.posted) expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(128 * 1024);
    expect(ports.posted.find(([id]) => id === 'a')?.[1]).toMatchObject({ eventCut: true, event: { type: 'AgentReplied' } });
  });

  it('that a visitor’s page cannot take is not live, and a connection that is gone is forgotten', async () => {
    const ports = pushing(both, { v: 'gone' });
    expect(await push(recorded(reply()), ports)).toMatchObject({ isLive: false });
    expect(ports.closed).toEqual(['v']);
    const agentOnly = pushing({ followers: [{ connectionId: 'a', agentId: 'ben' }], chat });
    expect(await push(recorded(reply()), agentOnly)).toMatchObject({ isChat: true, isLive: false });
  });
});

describe('an answer on a ticket that others were merged into', () => {
  const none: Following = { followers: [], chat: undefined };
  const followedBy = (connectionId: string): Following => ({ followers: [{ connectionId }], chat });

  it('is told to their visitors, also by way of others, and to no agent there', async () => {
    const merged = {
      tkt_1: { following: none, mergedFrom: ['tkt_2', 'tkt_3'] },
      tkt_2: { following: both, mergedFrom: [] },
      tkt_3: { following: none, mergedFrom: ['tkt_4'] },
      tkt_4: { following: followedBy('w'), mergedFrom: [] },
    };
    const ports = pushing(none, {}, merged);
    expect(await push(recorded(reply()), ports)).toMatchObject({ isChat: false, isLive: false });
    expect(ports.posted.map(([id, { ticketId }]) => [id, ticketId])).toEqual([
      ['v', 'tkt_1'],
      ['w', 'tkt_1'],
    ]);
    await push(recorded(note), ports);
    expect(ports.posted).toHaveLength(2);
  });
});

describe('delivering an event', () => {
  const delivered = async (event: TicketEvent, following: Following, outcome: Record<string, Posted | Error> = {}) => {
    const did: string[] = [];
    const ports = {
      ...pushing(following, outcome),
      outbox: { withhold: async (_: object, { reason }: { reason: string }) => void did.push(`withheld: ${reason}`) },
      later: async (_: RecordedEvent, seconds: number) => void did.push(`later: ${seconds}`),
      now: () => monday,
    };
    const error: unknown = await deliver(recorded(event), async () => void did.push('mail'), ports).catch(
      (thrown: unknown) => thrown,
    );
    return { did, error: error instanceof Error ? error.message : undefined };
  };

  it.each([
    ['an answer on a ticket that is no chat’s is mailed', reply(), { followers: [], chat: undefined }, ['mail']],
    ['an answer that is pushed waits', reply(), both, ['later: 300']],
    ['an answer to nobody is mailed', reply(), { followers: [], chat }, ['mail']],
    ['an answer that is seen is not mailed', reply(), { followers: [], chat: { ...chat, seen: 2 } }, ['withheld: seen-in-chat']],
    ['anything else is mailed as ever', note, both, ['mail']],
  ] as const)('%s', async (_, event, following, did) => {
    expect(await delivered(event, { ...following, followers: [...following.followers] })).toEqual({ did, error: undefined });
  });

  it('mails what a page could not be told for another reason, and comes again', async () => {
    const failed = { v: new Error('429') };
    expect(await delivered(reply(), both, failed)).toEqual({ did: ['mail'], error: '1 connections were not told' });
    expect(await delivered(note, both, { a: new Error('429') })).toEqual({ did: ['mail'], error: '1 connections were not told' });
  });
});
