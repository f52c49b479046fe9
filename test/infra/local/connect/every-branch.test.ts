import { afterAll, describe, expect, it } from 'vitest';
import { targetsOf } from '../../../../infra/contact-flow/problems.ts';
import type { Call, CallFaults } from '../../../../infra/local/connect/contact.ts';
import { aContactCentre, asked, flows, saying } from './a-contact-centre.ts';

/** Each case walks our flows as deployed; together they take every way that leads from one action to another. */
const walked = new Set<string>();
const walkedBy = (call: Call) => {
  for (const [i, id] of call.path.entries()) if (i > 0) walked.add(`${call.path[i - 1]} → ${id}`);
};

type Act = { press: string } | { wait: number } | { answer: true } | { hangUp: true };
interface Case {
  what: string;
  answers: Record<string, ReturnType<typeof saying> | Record<string, unknown> | 'fails'>;
  acts: readonly Act[];
  ends: string;
  call?: { channel?: 'VOICE' | 'CHAT'; from?: string | undefined };
  faults?: Partial<CallFaults>;
  without?: 'queue';
}
const menu = { greet: saying('menu', 'For 1, press 1.') };
const queue = saying('queue', 'Please hold.');
const closed = saying('closed', 'Closed. Press 1.');
const silence = { ...queue, say: '' };

const cases: Case[] = [
  { what: 'a call that opens a request', answers: { greet: queue }, acts: [{ wait: 1 }], ends: 'wait' },
  ...['1', '2', '3', '4'].map((key) => ({
    what: `key ${key} of the choice`,
    answers: { ...menu, choose: queue },
    acts: [{ press: key }],
    ends: 'wait',
  })),
  { what: 'a key that fits nothing', answers: { ...menu, choose: queue }, acts: [{ press: '9' }, { press: '1' }], ends: 'wait' },
  {
    what: 'a key that the function does not know',
    answers: { ...menu, choose: saying('menu') },
    acts: [{ press: '4' }],
    ends: 'menu',
  },
  {
    what: 'silence, three times',
    answers: { ...menu, choose: queue },
    acts: [{ wait: 11 }, { wait: 11 }, { wait: 11 }],
    ends: 'wait',
  },
  { what: 'a choice when service is closed', answers: { ...menu, choose: closed }, acts: [{ press: '1' }], ends: 'closed' },
  {
    what: 'a reference',
    answers: { ...menu, choose: saying('key'), key: queue },
    acts: [{ press: '3' }, { press: '123456782#' }],
    ends: 'wait',
  },
  {
    what: 'a reference when service is closed',
    answers: { ...menu, choose: saying('key'), key: closed },
    acts: [{ press: '3' }, { press: '123456782' }],
    ends: 'closed',
  },
  {
    what: 'three references that nobody knows',
    answers: { greet: saying('menu'), choose: saying('key'), key: saying('key') },
    acts: [{ press: '3' }, { press: '1' }, { press: '2' }, { wait: 11 }],
    ends: 'wait',
  },
  {
    what: 'a question without words',
    answers: { ...menu, choose: { ...saying('key'), say: '' } },
    acts: [{ press: '3' }],
    ends: 'wait',
  },
  {
    what: 'silence when service is closed',
    answers: { ...menu, choose: closed },
    acts: [{ wait: 11 }, { wait: 11 }, { wait: 11 }],
    ends: 'closed',
  },
  { what: 'a choice without words', answers: { greet: { ...saying('menu'), say: '' }, choose: queue }, acts: [], ends: 'wait' },
  {
    what: 'closed, and a call back',
    answers: { greet: closed, 'call-back': saying('end', 'Tomorrow.') },
    acts: [{ press: '1' }],
    ends: 'hang-up',
  },
  {
    what: 'closed, and a call back without words',
    answers: { greet: closed, 'call-back': { ...saying('end'), say: '' } },
    acts: [{ press: '1' }],
    ends: 'hang-up',
  },
  { what: 'closed, and another key', answers: { greet: closed }, acts: [{ press: '5' }], ends: 'hang-up' },
  { what: 'closed, and silence', answers: { greet: { ...closed, bye: '' } }, acts: [{ wait: 11 }], ends: 'hang-up' },
  {
    what: 'a chat when service is closed',
    answers: { greet: closed },
    acts: [],
    ends: 'hang-up',
    call: { channel: 'CHAT', from: undefined },
  },
  { what: 'closed without words', answers: { greet: { ...closed, say: '' } }, acts: [], ends: 'hang-up' },
  { what: 'nothing to say before the queue', answers: { greet: silence }, acts: [], ends: 'wait' },
  {
    what: 'a voice and a language that do not exist',
    answers: { greet: { ...queue, voice: '', languageCode: 'x' } },
    acts: [],
    ends: 'wait',
  },
  { what: 'a greeting that fails', answers: { greet: 'fails' }, acts: [], ends: 'wait' },
  ...['en', 'fr', 'zh'].map((language) => ({
    what: `a choice that fails, in ${language}`,
    answers: { greet: { ...saying('menu'), language }, choose: 'fails' as const },
    acts: [{ press: '1' }],
    ends: 'wait',
  })),
  ...['2', '3', '4'].map((key) => ({
    what: `a choice ${key} that fails`,
    answers: { ...menu, choose: 'fails' as const },
    acts: [{ press: key }],
    ends: 'wait',
  })),
  {
    what: 'a choice that nobody makes and that fails',
    answers: { ...menu, choose: 'fails' },
    acts: [{ wait: 11 }, { wait: 11 }, { wait: 11 }],
    ends: 'wait',
  },
  {
    what: 'a reference that fails',
    answers: { ...menu, choose: saying('key'), key: 'fails' },
    acts: [{ press: '3' }, { press: '1' }],
    ends: 'wait',
  },
  {
    what: 'a call back that cannot be noted while nobody serves',
    answers: { greet: closed, 'call-back': 'fails' },
    acts: [{ press: '1' }],
    ends: 'hang-up',
  },
  {
    what: 'a call back that cannot be noted, without words',
    answers: { greet: { ...closed, unnoted: '' }, 'call-back': 'fails' },
    acts: [{ press: '1' }],
    ends: 'hang-up',
  },
  {
    what: 'a full queue',
    answers: { greet: queue, full: saying('end', 'All busy.') },
    acts: [],
    ends: 'hang-up',
    faults: { queueFull: true },
  },
  {
    what: 'a full queue and a function that fails',
    answers: { greet: queue, full: 'fails' },
    acts: [],
    ends: 'hang-up',
    faults: { queueFull: true },
  },
  { what: 'a queue that is gone', answers: { greet: queue, full: saying('end') }, acts: [], ends: 'hang-up', without: 'queue' },
  { what: 'an offer that is let pass', answers: { greet: queue }, acts: [{ wait: 31 }, { wait: 6 }], ends: 'wait' },
  { what: 'an offer and another key', answers: { greet: queue }, acts: [{ wait: 31 }, { press: '7' }], ends: 'wait' },
  {
    what: 'an offer that is taken',
    answers: { greet: queue, 'call-back': queue },
    acts: [{ wait: 31 }, { press: '1' }],
    ends: 'leave',
  },
  {
    what: 'an offer that is taken and cannot be noted',
    answers: { greet: { ...queue, promised: '' }, 'call-back': 'fails' },
    acts: [{ wait: 31 }, { press: '1' }],
    ends: 'leave',
  },
  {
    what: 'an offer to a withheld number',
    answers: { greet: queue },
    acts: [{ wait: 31 }, { press: '1' }],
    ends: 'wait',
    call: { from: undefined },
  },
  { what: 'no words while waiting', answers: { greet: { ...queue, waiting: '' } }, acts: [], ends: 'silence' },
  { what: 'no words for the offer', answers: { greet: { ...queue, offer: '' } }, acts: [{ wait: 31 }], ends: 'silence' },
];

describe('the flow', () => {
  it.each(cases)('goes through $what', async ({ answers, acts, ends, call = {}, faults = {}, without }) => {
    const centre = aContactCentre((step) => answers[step], { queue: without !== 'queue' });
    const played = await centre.calls.start({ ...asked, ...call, faults });
    for (const act of acts) {
      if ('wait' in act) await centre.wait(act.wait);
      else if ('press' in act) await centre.calls.press(played, act.press);
    }
    walkedBy(played);
    expect(played.path.at(-1)).toBe(ends);
    // Wherever our function failed, somebody is waited for, or a call back stands.
    if (Object.values(answers).includes('fails') && ends === 'wait') expect(played.contact.queuedAt).toBeDefined();
  });

  afterAll(() => {
    const all = [...flows.inbound.Actions, ...flows.queue.Actions].flatMap((action) =>
      targetsOf(action).map((target) => `${action.Identifier} → ${target}`),
    );
    const missed = [...new Set(all)].filter((way) => !walked.has(way) && !impossible.has(way));
    expect(missed).toEqual([]);
  });
});

/** Ways that Connect asks for and that nothing here can take: a queue that is left for the flow again, a call back that is refused. */
const impossible = new Set<string>(['wait-for-somebody → hang-up', 'call-back → wait']);
