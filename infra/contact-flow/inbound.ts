import {
  type Action,
  askForDigits,
  askForKey,
  compare,
  disconnect,
  type Flow,
  flow,
  invoke,
  loop,
  say,
  setQueue,
  setVoice,
  transferToQueue,
  updateAttributes,
  updateContactData,
  updateEventHooks,
  withoutFlowLog,
} from './flow.ts';
import { type Apology, apologies } from './words.ts';

export interface InboundParts {
  /** The function answer-call: recognises the caller, takes the request in, and says what is said. */
  functionArn: string;
  queueArn: string;
  /** Flow of those who wait in the queue. */
  queueFlowArn: string;
}

/** Seconds for a key, and for the first digit of a reference. */
const keySeconds = 10;
/** How often the choice is read out again, and a reference asked for again. */
const timesAgain = 2;
const referenceDigits = 9;

/** What the caller may press: two open requests, a new one, another reference. Which is which, the function says. */
const choices = ['1', '2', '3', '4'];

/** A call or a Connect chat comes in. Wherever our function fails, the caller hears an apology and waits for a person: nobody is dropped. */
export function inboundFlow({ functionArn, queueArn, queueFlowArn }: InboundParts): Flow {
  const step = (id: string, name: string, next: string, more: Record<string, string> = {}) =>
    invoke(id, functionArn, { step: name, ...more }, { next, failed: 'which-apology' });
  return flow(
    withoutFlowLog('no-log', 'while-waiting'),
    updateEventHooks('while-waiting', { EventHooks: { CustomerQueue: queueFlowArn } }, { next: 'greet', failed: 'greet' }),
    step('greet', 'greet', 'remember'),
    updateAttributes('remember', remembered, { next: 'language', failed: 'language' }),
    updateContactData('language', { LanguageCode: '$.External.languageCode' }, { next: 'voice', failed: 'voice' }),
    setVoice(
      'voice',
      { TextToSpeechVoice: '$.External.voice', TextToSpeechEngine: 'Neural' },
      { next: 'greeted', failed: 'greeted' },
    ),
    compare('greeted', '$.External.next', { menu: 'menu', closed: 'closed' }, 'say'),
    say('say', '$.External.say', { next: 'queue', failed: 'queue' }),

    askForKey('menu', '$.External.say', Object.fromEntries(choices.map((key) => [key, `choose-${key}`])), {
      seconds: keySeconds,
      silent: 'menu-again',
      other: 'menu-again',
      failed: 'choose-none',
    }),
    loop('menu-again', timesAgain, { again: 'menu', done: 'choose-none' }),
    ...choices.map((key) => step(`choose-${key}`, 'choose', 'chosen', { choice: key })),
    step('choose-none', 'choose', 'opened', { choice: 'none' }),
    // Nothing more is asked of somebody who answers nothing: no answer of the function leads round again.
    compare('opened', '$.External.next', { closed: 'remember-closed' }, 'remember-chosen'),
    compare(
      'chosen',
      '$.External.next',
      { key: 'ask-reference', menu: 'menu-again', closed: 'remember-closed' },
      'remember-chosen',
    ),
    updateAttributes('remember-chosen', taken, { next: 'say', failed: 'say' }),
    updateAttributes('remember-closed', taken, { next: 'closed', failed: 'closed' }),

    askForDigits(
      'ask-reference',
      '$.External.say',
      { digits: referenceDigits, seconds: keySeconds },
      { next: 'check-reference', failed: 'choose-none' },
    ),
    step('check-reference', 'key', 'checked', { keyed: '$.StoredCustomerInput' }),
    compare('checked', '$.External.next', { key: 'key-again', closed: 'remember-closed' }, 'remember-chosen'),
    loop('key-again', timesAgain, { again: 'ask-reference', done: 'choose-none' }),

    askForKey(
      'closed',
      '$.External.say',
      { '1': 'call-back' },
      {
        seconds: keySeconds,
        silent: 'goodbye',
        other: 'goodbye',
        // Chats have no keys: they are told, and offered nothing.
        failed: 'say-closed',
      },
    ),
    say('say-closed', '$.External.say', { next: 'goodbye', failed: 'goodbye' }),
    say('goodbye', '$.External.bye', { next: 'hang-up', failed: 'hang-up' }),
    // Nobody is there to be waited for, and nothing was noted that could be promised.
    invoke('call-back', functionArn, { step: 'call-back' }, { next: 'called-back', failed: 'call-back-unnoted' }),
    say('call-back-unnoted', '$.Attributes.unnoted', { next: 'hang-up', failed: 'hang-up' }),
    say('called-back', '$.External.say', { next: 'hang-up', failed: 'hang-up' }),

    setQueue('queue', queueArn, { next: 'wait-for-somebody', failed: 'full' }),
    transferToQueue('wait-for-somebody', { next: 'hang-up', failed: 'full' }),
    invoke('full', functionArn, { step: 'full' }, { next: 'called-back', failed: 'full-unnoted' }),
    say(
      'full-unnoted',
      bothWays(({ full }) => full),
      { next: 'hang-up', failed: 'hang-up' },
    ),
    disconnect('hang-up'),
    ...apology(),
  );
}

/** What later steps and the queue flow need. `$.External` is only the latest answer of the function. */
const remembered = Object.fromEntries(
  ['language', 'waiting', 'offer', 'promised', 'unnoted', 'contractId', 'ticketId', 'reference'].map((name) => [
    name,
    `$.External.${name}`,
  ]),
);

const taken = { ticketId: '$.External.ticketId', reference: '$.External.reference' };

/** In the caller's language where we got as far as knowing it, else in all of them; one voice cannot say both Chinese and the others. */
function apology(): Action[] {
  const each = Object.entries(apologies).map(([language, words]) => ({ language, ...words }));
  const known = each.map(({ language, sorry }) => say(`sorry-${language}`, sorry, { next: 'queue', failed: 'queue' }));
  const unknown = each.flatMap(({ language, voice, sorry }, i): Action[] => {
    const id = `voice-${language}`;
    const following = each[i + 1];
    const next = following ? `voice-${following.language}` : 'voice-back';
    return [
      setVoice(
        id,
        { TextToSpeechVoice: voice, TextToSpeechEngine: 'Neural' },
        { next: `also-${language}`, failed: `also-${language}` },
      ),
      say(`also-${language}`, sorry, { next, failed: next }),
    ];
  });
  return [
    compare(
      'which-apology',
      '$.Attributes.language',
      Object.fromEntries(each.map(({ language }) => [language, `sorry-${language}`])),
      each[0] ? `voice-${each[0].language}` : 'queue',
    ),
    ...known,
    ...unknown,
    setVoice(
      'voice-back',
      { TextToSpeechVoice: apologies.en.voice, TextToSpeechEngine: 'Neural' },
      { next: 'remember-apology', failed: 'remember-apology' },
    ),
    updateAttributes('remember-apology', whileWaitingUnknown, { next: 'queue', failed: 'queue' }),
  ];
}

/** One voice reads both out, one of them with an accent; Chinese it cannot. */
const bothWays = (text: (words: Apology) => string): string => [text(apologies.en), text(apologies.fr)].join(' ');
const whileWaitingUnknown = {
  waiting: bothWays(({ waiting }) => waiting),
  offer: bothWays(({ offer }) => offer),
  promised: bothWays(({ promised }) => promised),
};
