import type { Contract } from '../contracts/contract.ts';
import { entitlementAt } from '../contracts/entitlement.ts';
import type { Language } from '../contracts/vocabulary.ts';
import type { CallTicket, Talk } from './call.ts';
import type { PhoneHours } from './phone-hours.ts';
import { spokenInstant, spokenReference } from './spoken.ts';
import { words } from './words/by-language.ts';
import type { Words } from './words/words.ts';

/** Where the flow goes on: it waits for a person, asks again, or says that nobody is there. */
export type Next = 'queue' | 'menu' | 'key' | 'closed' | 'end';

/**
 * What a function answers a flow: a flat object of text, or the flow takes its error branch (Connect's administrator guide, "Invoke Lambda
 * functions").
 */
export type Answer = Record<string, string> & { next: Next; say: string };

/** What the flow keeps with the contact, whatever comes. */
const settings = (language: Language): Record<string, string> => {
  const { voice, languageCode, waiting, offer, promised, unnoted, goodbye } = words[language];
  return { language, voice, languageCode, waiting, offer, promised, unnoted, bye: goodbye };
};

const opensOf = (hours: PhoneHours, { timeZone }: Contract, language: Language): string | undefined =>
  hours.isOpen || hours.opensAt === undefined ? undefined : spokenInstant(hours.opensAt, timeZone, language);

export const choosing = ({ language, contractId }: Talk, references: readonly string[]): Answer => ({
  ...settings(language),
  contractId,
  next: 'menu',
  say: words[language].choose(references.map(spokenReference)),
});

export const keyingIn = ({ language }: Talk, again = false): Answer => ({
  ...settings(language),
  next: 'key',
  say: again ? words[language].unknownReference : words[language].keyIn,
});

/** The call has its ticket. */
export function taken(
  talk: Talk,
  ticket: CallTicket,
  { contract, hours, isJoined }: { contract: Contract; hours: PhoneHours; isJoined: boolean },
): Answer {
  const { language, phone, channel } = talk;
  const says = words[language];
  const reference = channel === 'phone' ? spokenReference(ticket.reference) : ticket.reference;
  const { state, reason } = entitlementAt(contract.entitlement, new Date(talk.startedAt));
  const suspended = state === 'suspended' && reason !== undefined ? `${says.suspended(reason)} ` : '';
  const common = { ...settings(language), contractId: talk.contractId, ticketId: ticket.ticketId, reference: ticket.reference };
  if (hours.isOpen)
    return { ...common, next: 'queue', say: suspended + (isJoined ? says.joined(reference) : says.opened(reference)) };
  const mayCallBack = phone !== undefined && channel === 'phone';
  const say = suspended + says.closed({ reference, opens: opensOf(hours, contract, language), mayCallBack });
  return { ...common, next: 'closed', say };
}

/** The call back is noted, or cannot be. `isFull`: because nobody could be waited for. */
export function callingBack(
  { language, phone }: Pick<Talk, 'language' | 'phone'>,
  { contract, hours, isFull }: { contract: Contract; hours: PhoneHours; isFull: boolean },
): Answer {
  const says = words[language];
  const isNoted = phone !== undefined;
  const noted = isNoted ? says.callBack(opensOf(hours, contract, language)) : says.noNumber;
  return { ...settings(language), next: 'end', say: isFull ? says.full(isNoted) : noted };
}

/** Something of ours failed: the caller is told so, in their language where that is known, and waits for a person. */
export function apologising(language: Language | undefined): Answer {
  if (language) return { ...settings(language), next: 'queue', say: words[language].sorry };
  const inBoth = (text: (of: Words) => string) => `${text(words.en)} ${text(words.fr)}`;
  const { voice, languageCode } = words.en;
  // No language: nobody may take this guess for what is known of the caller.
  return {
    language: '',
    voice,
    languageCode,
    waiting: inBoth(({ waiting }) => waiting),
    offer: inBoth(({ offer }) => offer),
    promised: inBoth(({ promised }) => promised),
    unnoted: inBoth(({ unnoted }) => unnoted),
    bye: inBoth(({ goodbye }) => goodbye),
    next: 'queue',
    say: inBoth(({ sorry }) => sorry),
  };
}
