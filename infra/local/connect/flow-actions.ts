import type { Action } from '../../contact-flow/flow.ts';
import type { Call, Waiting } from './contact.ts';

/** What an action comes to. */
export type Step =
  | { go: string }
  | { wait: Waiting }
  /** Into the queue; `next` when it cannot take the contact. */
  | { queue: string; full: string }
  | { disconnect: true }
  /** The flow is over, the contact is not. */
  | { over: true };

/** What actions do to the world. */
export interface Hands {
  say(call: Call, text: string): void;
  invoke(call: Call, action: Action): Promise<Record<string, string> | undefined>;
  callBack(call: Call, settings: { delaySeconds: number }): void;
  isQueue(arn: string): boolean;
}

type Play = (call: Call, action: Action, hands: Hands) => Step | Promise<Step>;

/** A value as the contact has it: `$.External.say` and the like; what is not there is no text. */
export function read(value: unknown, call: Call): string {
  if (typeof value !== 'string' || !value.startsWith('$.')) return typeof value === 'string' ? value : '';
  const { contact } = call;
  const [, root = '', name = ''] = /^\$\.([A-Za-z]+)(?:\.(.+))?$/.exec(value) ?? [];
  const known: Record<string, string | undefined> = {
    External: call.external[name],
    Attributes: contact.attributes[name],
    StoredCustomerInput: call.stored,
    ContactId: contact.id,
    InitialContactId: contact.initialId,
    Channel: contact.channel,
    CustomerEndpoint: name === 'Address' ? contact.from : undefined,
    SystemEndpoint: name === 'Address' ? contact.to : undefined,
  };
  return known[root] ?? '';
}

export const valuesOf = (values: unknown, call: Call): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(values)).map(([name, value]) => [name, read(value, call)]));

const onwards = ({ Transitions }: Action): Step => ({ go: Transitions.NextAction ?? '' });

export const errorWay = ({ Transitions }: Action, type = 'NoMatchingError'): string =>
  Transitions.Errors?.find(({ ErrorType }) => ErrorType === type)?.NextAction ?? Transitions.NextAction ?? '';

const failed = (action: Action, type?: string): Step => ({ go: errorWay(action, type) });

const conditionsOf = ({ Transitions }: Action): Record<string, string> =>
  Object.fromEntries(
    (Transitions.Conditions ?? []).map(({ Condition, NextAction }) => [Condition.Operands[0] ?? '', NextAction]),
  );

const secondsOf = (value: unknown, otherwise: number): number => (typeof value === 'string' ? Number(value) : otherwise);

/** What the local cloud can play; a deployed flow with another type of action is refused at the start. */
export const plays: Readonly<Record<string, Play>> = {
  UpdateFlowLoggingBehavior: (_, action) => onwards(action),
  UpdateContactEventHooks: (call, action) => {
    const { CustomerQueue } = Object(action.Parameters.EventHooks);
    if (typeof CustomerQueue === 'string') call.queueFlowArn = CustomerQueue;
    return onwards(action);
  },
  UpdateContactAttributes: (call, action) => {
    Object.assign(call.contact.attributes, valuesOf(action.Parameters.Attributes, call));
    return onwards(action);
  },
  UpdateContactData: (call, action) => {
    const languageCode = read(action.Parameters.LanguageCode, call);
    if (!/^[a-z]{2,3}-[A-Z]{2}$/.test(languageCode)) return failed(action);
    call.contact.languageCode = languageCode;
    return onwards(action);
  },
  UpdateContactTextToSpeechVoice: (call, action) => {
    const voice = read(action.Parameters.TextToSpeechVoice, call);
    if (voice === '') return failed(action);
    call.voice = voice;
    return onwards(action);
  },
  MessageParticipant: (call, action, hands) => {
    const text = read(action.Parameters.Text, call);
    if (text === '') return failed(action);
    hands.say(call, text);
    return onwards(action);
  },
  MessageParticipantIteratively: (call, action, hands) => {
    const text = read(Object(Object(action.Parameters.Messages)[0]).Text, call);
    if (text === '') return failed(action);
    hands.say(call, text);
    const next = conditionsOf(action).MessagesInterrupted ?? '';
    return { wait: { kind: 'interruption', seconds: secondsOf(action.Parameters.InterruptFrequencySeconds, 30), next } };
  },
  GetParticipantInput: (call, action, hands) => {
    const text = read(action.Parameters.Text, call);
    // Chats have no keys.
    if (text === '' || call.contact.channel !== 'VOICE') return failed(action);
    hands.say(call, text);
    const seconds = secondsOf(action.Parameters.InputTimeLimitSeconds, 5);
    if (action.Parameters.StoreInput === 'True') {
      const most = secondsOf(Object(Object(action.Parameters.InputValidation).CustomValidation).MaximumLength, 20);
      return { wait: { kind: 'digits', seconds, most, next: action.Transitions.NextAction ?? '' } };
    }
    const silent = errorWay(action, 'InputTimeLimitExceeded');
    return { wait: { kind: 'key', seconds, keys: conditionsOf(action), silent, other: errorWay(action, 'NoMatchingCondition') } };
  },
  InvokeLambdaFunction: async (call, action, hands) => {
    const answer = await hands.invoke(call, action);
    if (!answer) return failed(action);
    call.external = answer;
    return onwards(action);
  },
  Compare: (call, action) => {
    const way = conditionsOf(action)[read(action.Parameters.ComparisonValue, call)];
    return way === undefined ? failed(action, 'NoMatchingCondition') : { go: way };
  },
  Loop: (call, action) => {
    const { ContinueLooping = '', DoneLooping = '' } = conditionsOf(action);
    const done = call.loops.get(action.Identifier) ?? 0;
    const isOver = done >= Number(action.Parameters.LoopCount);
    call.loops.set(action.Identifier, isOver ? 0 : done + 1);
    return { go: isOver ? DoneLooping : ContinueLooping };
  },
  UpdateContactTargetQueue: (call, action, hands) => {
    const queue = read(action.Parameters.QueueId, call);
    if (!hands.isQueue(queue)) return failed(action);
    call.contact.targetQueue = queue;
    return onwards(action);
  },
  TransferContactToQueue: ({ contact: { targetQueue } }, action) =>
    targetQueue === undefined ? failed(action) : { queue: targetQueue, full: errorWay(action, 'QueueAtCapacity') },
  UpdateContactCallbackNumber: (call, action) => {
    const number = read(action.Parameters.CallbackNumber, call);
    if (!/^\+[1-9]\d{6,14}$/.test(number)) return failed(action, 'InvalidCallbackNumber');
    call.callbackNumber = number;
    return onwards(action);
  },
  CreateCallbackContact: (call, action, hands) => {
    if (call.callbackNumber === undefined) return failed(action);
    hands.callBack(call, { delaySeconds: secondsOf(action.Parameters.InitialCallDelaySeconds, 1) });
    return onwards(action);
  },
  DisconnectParticipant: () => ({ disconnect: true }),
  EndFlowExecution: () => ({ over: true }),
};
