import * as z from 'zod/mini';
import type { Calls } from '../connect/calls.ts';
import type { TaskRecord } from '../connect/connect-service.ts';
import { type Call, isQueued, standingOf } from '../connect/contact.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../http-api/exchange.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { durationMilliseconds } from './durations.ts';
import { InputError, readBody } from './input.ts';

const number = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +33142860000'));

const starting = z.strictObject({
  /** Without it the number is withheld. */
  from: z.optional(number),
  to: z.optional(number),
  channel: z._default(z.enum(['VOICE', 'CHAT']), 'VOICE'),
  name: z.optional(z.string().check(z.maxLength(100))),
  faults: z.optional(
    z.strictObject({
      lambda: z._default(
        z.array(z.strictObject({ call: z.int().check(z.positive()), fails: z.enum(['error', 'time-out', 'wrong-answer']) })),
        [],
      ),
      lose: z._default(z.array(z.string()), []),
      duplicate: z._default(z.boolean(), false),
      reverse: z._default(z.boolean(), false),
      queueFull: z._default(z.boolean(), false),
    }),
  ),
});

const agent = z.string().check(z.regex(/^[\w.@-]{1,100}$/, 'must be the name of an agent'));
const keys = z.string().check(z.regex(/^[0-9*#]{1,20}$/, 'must be keys of a phone'));
const doing = z
  .strictObject({
    press: z.optional(keys),
    key: z.optional(keys),
    wait: z.optional(z.string()),
    answer: z.optional(agent),
    transfer: z.optional(z.literal(true)),
    hangUp: z.optional(z.literal(true)),
  })
  .check(
    z.refine((given) => Object.keys(given).length === 1, 'must say one thing: press, key, wait, answer, transfer or hangUp'),
  );

export interface CallControlParts {
  calls: Calls | undefined;
  tasks: () => TaskRecord[];
  clock: Pick<VirtualClock, 'now' | 'moveTo'>;
}

/** Plays the part of callers and agents. */
export function createCallControl({ calls, tasks, clock }: CallControlParts) {
  const instance = () => {
    if (!calls) throw new InputError('connect', 'is not deployed: the template has no contact flow');
    return calls;
  };
  const found = (id: string): Call => {
    const call = instance().find(id);
    if (!call) throw new InputError('id', 'is no call of this machine');
    return call;
  };

  const act = async (call: Call, asked: z.infer<typeof doing>) => {
    const needs = (fits: boolean, rule: string) => {
      if (!fits) throw new InputError(Object.keys(asked).join(), rule);
    };
    const standing = standingOf(call);
    if (asked.wait !== undefined) return clock.moveTo(clock.now() + durationMilliseconds('wait', asked.wait));
    needs(standing !== 'ended', 'comes too late: the call has ended');
    if (asked.answer !== undefined) {
      needs(isQueued(call), 'needs a call in the queue');
      return instance().answer(call, asked.answer);
    }
    if (asked.transfer) {
      needs(standing === 'agent', 'needs an agent who has taken the call');
      return instance().transfer(call);
    }
    return asked.hangUp ? instance().hangUp(call) : instance().press(call, asked.press ?? asked.key ?? '');
  };

  return {
    list: (): HttpResponse => jsonResponse(200, { calls: (calls?.all() ?? []).map(summaryOf), tasks: tasks() }),
    read: (id: string): HttpResponse => jsonResponse(200, wholeOf(found(id))),
    start: async (request: HttpRequest): Promise<HttpResponse> => {
      const { name, ...asked } = readBody(starting, request);
      const call = await instance().start({ ...asked, ...(name === undefined ? {} : { attributes: { customerName: name } }) });
      return jsonResponse(201, toldNow(call));
    },
    act: async (id: string, request: HttpRequest): Promise<HttpResponse> => {
      const call = found(id);
      await act(call, readBody(doing, request));
      return jsonResponse(200, toldNow(call));
    },
  };
}

const summaryOf = (call: Call) => ({
  id: call.id,
  contactId: call.contact.id,
  initialContactId: call.contact.initialId,
  channel: call.contact.channel,
  initiationMethod: call.contact.initiationMethod,
  from: call.contact.from,
  to: call.contact.to,
  name: call.contact.name,
  waiting: standingOf(call),
  queued: isQueued(call),
});

const wholeOf = (call: Call) => ({
  ...summaryOf(call),
  voice: call.voice,
  languageCode: call.contact.languageCode,
  attributes: call.contact.attributes,
  contacts: call.contacts.map(({ id }) => id),
  path: call.path,
  transcript: call.transcript,
});

/** What was said since its player was last told. */
function toldNow(call: Call) {
  const fresh = call.transcript.slice(call.told);
  call.told = call.transcript.length;
  return { ...summaryOf(call), said: fresh.filter(({ who }) => who === 'flow').map(({ text }) => text) };
}
