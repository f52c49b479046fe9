import type { Now } from '../clock.ts';
import type { Contract, Contracts } from '../contracts/contract.ts';
import { contractFor, servedUnder } from '../contracts/in-force.ts';
import { type Language, languages } from '../contracts/vocabulary.ts';
import { newId } from '../ids.ts';
import { mailboxFor } from '../intake/new-ticket.ts';
import { openOnce } from '../intake/open-once.ts';
import type { Occasion } from '../tickets/decide.ts';
import { callOutOfHours } from '../tickets/decide-call.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Tickets } from '../tickets/tickets.ts';
import { type CallTicket, callTicket, type Talk } from './call.ts';
import type { Calls } from './calls.ts';
import { phoneHoursOf } from './phone-hours.ts';
import { words } from './words/by-language.ts';

export interface CallDesk {
  tickets: Pick<Tickets, 'find' | 'findByReference' | 'append' | 'claimed'>;
  contracts: Pick<Contracts, 'all' | 'of'>;
  calls: Calls;
  now: Now;
}

/** Who calls: by their number, then by the number they called. */
export function contractOfCaller(all: readonly Contract[], caller: Pick<Talk, 'phone' | 'hotline'>, at: Date): Contract {
  return contractFor(all, { phone: caller.phone, hotline: caller.hotline, mailboxes: [] }, at);
}

/** Their own language where the contract has it: chats may say it, calls do not. */
export function languageOfCaller(contract: Contract, own: string | undefined): Language {
  const known = languages.find((each) => own?.toLowerCase().startsWith(each));
  const [first = 'en'] = contract.languages;
  return known && contract.languages.includes(known) ? known : first;
}

/** The contract that a call that began so is under now. */
export const contractOfTalk = (all: readonly Contract[], talk: Talk): Contract =>
  servedUnder(all, talk.contractId, new Date(talk.startedAt)) ?? contractOfCaller(all, talk, new Date(talk.startedAt));

/** Promises count from when the call came in, however long the caller listened to us. */
export const occasionOf = ({ phone, startedAt }: Talk, now: Date): Occasion => ({
  at: new Date(startedAt),
  now,
  by: phone === undefined ? { kind: 'customer' } : { kind: 'customer', phone },
});

const subjectOf = ({ channel, phone, language }: Talk): string =>
  channel === 'phone' ? words[language].subject(phone) : words[language].chatSubject;

/** What the timeline says of the call. */
export const messageOf = (talk: Talk, now: Date) => ({
  id: newId('message', now.getTime()),
  from: requesterOf(talk),
  to: [],
  cc: [],
  text: talk.channel === 'phone' ? words[talk.language].called(talk.phone) : words[talk.language].chatStarted,
  textCut: false,
  attachments: [],
  attachmentsCut: false,
});

const requesterOf = ({ phone, name }: Talk) => ({
  ...(phone === undefined ? {} : { phone }),
  ...(name === undefined ? {} : { name }),
});

/** Opens a ticket for this call, once. Where service is closed, the call is not put through and no pick-up is owed. */
export async function openForCall(talk: Talk, desk: CallDesk, linkedTo?: Ticket): Promise<CallTicket> {
  const { calls, now } = desk;
  const contracts = await desk.contracts.all();
  const contract = contractOfTalk(contracts, talk);
  const occasion = occasionOf(talk, now());
  const hours = phoneHoursOf(contract, occasion.at);
  const outcome = await openOnce(
    {
      contract,
      contracts,
      occasion,
      opening: {
        channel: talk.channel,
        subject: subjectOf(talk),
        requester: requesterOf(talk),
        participants: [],
        language: talk.language,
        mailbox: mailboxFor(contract),
        nature: 'person',
        linkedTo: linkedTo?.id,
        message: messageOf(talk, now()),
      },
      followedBy: (ticket) => (hours.isOpen ? [] : callOutOfHours(ticket, hours.opensAt, occasion)),
    },
    {
      claim: calls.ticketClaim(talk.contactId),
      remember: ({ reference }) => ({ reference, putThrough: hours.isOpen }),
    },
    desk,
  );
  if (!outcome.isNew) return callTicket.parse(outcome.remembered);
  return { ticketId: outcome.ticket.id, reference: outcome.ticket.reference, putThrough: hours.isOpen };
}
