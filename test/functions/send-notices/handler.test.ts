import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/send-notices/handler.ts';
import { keys } from '../../../shared/dynamo/table.ts';
import { note } from '../../../shared/tickets/decide.ts';
import type { RecordedEvent } from '../../../shared/tickets/ticket-events.ts';
import { byAgent, minutesLater } from '../../support/builders.ts';
import { aQueueEvent, aStreamEvent, context, failedIds } from '../../support/lambda-events.ts';
import { aWork } from '../../support/recorders.ts';

const [event] = note({ messageId: 'msg_1', text: 'n' }, byAgent(minutesLater(1)));
const recorded = (ticketId: string, sequence = 1): RecordedEvent => ({ ticketId, sequence, event: event! });
const item = (ticketId: string, sequence = 1) => ({
  ...keys.event(ticketId, sequence),
  kind: 'event',
  ...recorded(ticketId, sequence),
});
const label = ({ ticketId, sequence }: RecordedEvent) => `${ticketId} ${sequence}`;

/** The function with a mailer that refuses the tickets named, and queues that refuse those of `noRoomFor` and `cannotWake`. */
function sending({ refuse = [] as string[], noRoomFor = [] as string[], cannotWake = [] as string[] } = {}) {
  const sent: string[] = [];
  const woken: string[] = [];
  const deferred: string[] = [];
  const { work, lines, values } = aWork();
  const handler = createHandler({
    work,
    send: async (each) => {
      if (refuse.includes(each.ticketId)) throw new Error('Throttling: Maximum sending rate exceeded.');
      sent.push(label(each));
    },
    late: {
      defer: async (each) => {
        if (noRoomFor.includes(each.ticketId)) throw new Error('the queue is down');
        deferred.push(label(each));
      },
      find: async ({ ticketId, sequence }) => {
        if (ticketId === 'gone') throw new Error('event 1 of gone is not there');
        return recorded(ticketId, sequence);
      },
    },
    wakeSubscribers: async (each) => {
      if (cannotWake.includes(each.ticketId)) throw new Error('the queue is down');
      woken.push(label(each));
    },
  });
  return {
    sent,
    woken,
    deferred,
    lines,
    counted: () => values('NoticesDeferred'),
    fromStream: async (...items: Record<string, unknown>[]) =>
      failedIds(await handler(aStreamEvent(...items.map((after) => ({ after }))), context)),
    fromQueue: async (...bodies: unknown[]) => failedIds(await handler(aQueueEvent(...bodies), context)),
  };
}

describe('a new event from the stream', () => {
  it('has its notices sent, those of one ticket in their order', async () => {
    const { fromStream, sent, counted } = sending();
    expect(await fromStream(item('a', 1), item('b', 1), item('a', 2))).toEqual([]);
    expect(sent.filter((each) => each.startsWith('a'))).toEqual(['a 1', 'a 2']);
    expect(sent).toHaveLength(3);
    expect(counted()).toEqual([]);
  });
  it('whose notice fails moves to the queue, counted and logged, and holds up nobody', async () => {
    const { fromStream, sent, deferred, lines, counted } = sending({ refuse: ['a'] });
    expect(await fromStream(item('a'), item('b'))).toEqual([]);
    expect(sent).toEqual(['b 1']);
    expect(deferred).toEqual(['a 1']);
    expect(counted()).toEqual([1]);
    expect(lines).toMatchObject([{ level: 'ERROR', message: 'notice deferred', ticketId: 'a', sequence: 1 }]);
  });
  it('that can neither be sent nor deferred is reported, and the stream is read again from there', async () => {
    const { fromStream, deferred, counted } = sending({ refuse: ['b', 'c'], noRoomFor: ['b'] });
    expect(await fromStream(item('a'), item('b'), item('c'))).toEqual(['102']);
    expect(deferred).toEqual(['c 1']);
    expect(counted()).toEqual([1]);
  });
  it('is told to its subscribers, whether or not its mails could be sent at once', async () => {
    const { fromStream, woken } = sending({ refuse: ['a'] });
    expect(await fromStream(item('a'), item('b'))).toEqual([]);
    expect(woken.sort()).toEqual(['a 1', 'b 1']);
  });
  it('that cannot be told to its subscribers moves to the queue and holds up no mail, its own or the next of its ticket', async () => {
    const { fromStream, sent, deferred, lines, counted } = sending({ cannotWake: ['a'] });
    expect(await fromStream(item('a', 1), item('b', 1), item('a', 2))).toEqual([]);
    expect(sent.sort()).toEqual(['a 1', 'a 2', 'b 1']);
    expect(deferred).toEqual(['a 1', 'a 2']);
    expect(lines[0]).toMatchObject({ level: 'ERROR', message: 'subscribers will be told later', ticketId: 'a', sequence: 1 });
    expect(counted(), 'no mail was late').toEqual([]);
  });
  it('that can neither be told nor deferred is reported', async () => {
    const { fromStream, sent } = sending({ cannotWake: ['a'], noRoomFor: ['a'] });
    expect(await fromStream(item('a'))).toEqual(['101']);
    expect(sent).toEqual(['a 1']);
  });
  it('that fails both ways moves to the queue once', async () => {
    const { fromStream, deferred, counted } = sending({ refuse: ['a'], cannotWake: ['a'] });
    expect(await fromStream(item('a'))).toEqual([]);
    expect([deferred, counted()]).toEqual([['a 1'], [1]]);
  });
  it('that is none we know is reported, not passed over', async () => {
    const { fromStream } = sending();
    expect(await fromStream({ ...item('a'), event: { type: 'Unheard' } })).toEqual(['101']);
  });
  it('that was removed asks for nothing', async () => {
    const handler = createHandler({
      work: aWork().work,
      send: () => Promise.reject(new Error('not to be sent')),
      late: { defer: () => Promise.reject(new Error('not to be deferred')), find: () => Promise.reject(new Error('not asked')) },
      wakeSubscribers: () => Promise.reject(new Error('not to be told')),
    });
    expect(failedIds(await handler(aStreamEvent({ before: item('a') }), context))).toEqual([]);
  });
});

describe('an event that waited in the queue', () => {
  it('is read again, has its notices sent and is told to its subscribers', async () => {
    const { fromQueue, sent, woken } = sending();
    expect(await fromQueue({ ticketId: 'a', sequence: 7 })).toEqual([]);
    expect([sent, woken]).toEqual([['a 7'], ['a 7']]);
  });
  it('that fails either way comes again, what does not fail being done', async () => {
    const { fromQueue, sent, woken } = sending({ refuse: ['a', 'c'], cannotWake: ['b', 'c'] });
    const events = ['a', 'b', 'c'].map((ticketId) => ({ ticketId, sequence: 1 }));
    expect(await fromQueue(...events)).toEqual(['m1', 'm2', 'm3']);
    expect([sent, woken]).toEqual([['b 1'], ['a 1']]);
  });
  it('that fails again is reported alone, so that the queue brings it again', async () => {
    const { fromQueue, sent, deferred } = sending({ refuse: ['b'] });
    expect(await fromQueue({ ticketId: 'a', sequence: 1 }, { ticketId: 'b', sequence: 1 })).toEqual(['m2']);
    expect(sent).toEqual(['a 1']);
    expect(deferred).toEqual([]);
  });
  it.each([
    ['is not there', { ticketId: 'gone', sequence: 1 }],
    ['lacks its sequence', { ticketId: 'a' }],
    ['is no JSON', 'late'],
  ])('that %s is reported', async (_, body) => {
    expect(await sending().fromQueue(body)).toEqual(['m1']);
  });
});
