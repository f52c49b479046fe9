import type { Words } from './words.ts';

export const en: Words = {
  voice: 'Amy',
  languageCode: 'en-GB',
  opened: (reference) => `Your request is noted under the reference ${reference}. Please hold, somebody will be with you.`,
  joined: (reference) => `This call is noted on your request ${reference}. Please hold, somebody will be with you.`,
  choose: (references) =>
    [
      ...references.map((reference, i) => `For your request ${reference}, press ${i + 1}.`),
      `For a new request, press ${references.length + 1}.`,
      `To key in another reference, press ${references.length + 2}.`,
    ].join(' '),
  keyIn: 'Please key in the nine digits of your reference.',
  unknownReference: 'We do not know this reference. Please key in its nine digits again.',
  closed: ({ reference, opens, mayCallBack }) =>
    [
      'Nobody can take your call at this hour.',
      opens === undefined ? '' : `We are there again on ${opens}.`,
      `Your request is noted under the reference ${reference}.`,
      mayCallBack ? 'To be called back then, press 1.' : '',
    ]
      .filter(Boolean)
      .join(' '),
  suspended: (reason) => `Service under your contract is suspended: ${reason}.`,
  goodbye: 'Thank you for calling. Goodbye.',
  callBack: (opens) => (opens === undefined ? 'We will call you back. Goodbye.' : `We will call you back on ${opens}. Goodbye.`),
  unnoted:
    'We are sorry, your wish to be called back could not be noted. Please call again when we are open. Your request remains noted. Goodbye.',
  noNumber: 'Your number is withheld, so that we cannot call you back. Please call again. Goodbye.',
  full: (isNoted) =>
    isNoted
      ? 'All lines are busy. We have noted your number and will call you back. Goodbye.'
      : 'All lines are busy. Please call again in a few minutes. Goodbye.',
  waiting: 'Thank you for waiting. Somebody will be with you as soon as possible.',
  offer: 'To be called back and keep your place, press 1.',
  promised: 'We will call you back. Goodbye.',
  sorry: 'We are sorry, we cannot look up your request right now. Please hold, somebody will be with you.',
  subject: (phone) => (phone === undefined ? 'Call from a withheld number' : `Call from ${phone}`),
  chatSubject: 'Chat',
  called: (phone) => (phone === undefined ? 'Called from a withheld number.' : `Called from ${phone}.`),
  chatStarted: 'Started a chat.',
};
