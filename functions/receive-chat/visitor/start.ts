import type { Chat } from '../../../shared/chat/chats.ts';
import type { VisitorAsks } from '../../../shared/chat/requests.ts';
import { newToken } from '../../../shared/chat/token.ts';
import { type Contract, calendarNameOf, calendarOf } from '../../../shared/contracts/contract.ts';
import { entitlementAt } from '../../../shared/contracts/entitlement.ts';
import { contractFor } from '../../../shared/contracts/in-force.ts';
import { targetFor } from '../../../shared/contracts/target.ts';
import type { Language } from '../../../shared/contracts/vocabulary.ts';
import { CallerError } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { languageOf } from '../../../shared/intake/new-ticket.ts';
import { serviceHours } from '../../../shared/sla/service-hours.ts';
import { contractOfKey, isAllowed } from '../connect.ts';
import type { Dependencies } from '../handler.ts';
import type { OfVisitor, Reply } from '../message.ts';

type Ports = Pick<Dependencies, 'chats' | 'connections' | 'contracts' | 'counting' | 'chatsPerHour' | 'now'>;

/** A new chat, whose connection this is. Nothing is opened before something is said. */
export function starting({ chats, connections, contracts, counting, chatsPerHour, now }: Ports) {
  return async ({ connectionId, who, sourceIp }: OfVisitor, asked: VisitorAsks<'start'>): Promise<Reply> => {
    if (who.chatId !== undefined) throw new CallerError('conflict', 'this connection has a chat already', 'action');
    const contract = contractOf(await contracts.all(), who, asked, now());
    const retryAfterSeconds = await counting({ purpose: 'chat', who: sourceIp, most: chatsPerHour, windowSeconds: 3600 });
    if (retryAfterSeconds !== undefined)
      throw new CallerError('too-many', `at most ${chatsPerHour} chats an hour`, 'action', { retryAfterSeconds });
    const chatId = newId('chat', now().getTime());
    const { token, tokenDigest } = newToken(chatId);
    const language = languageOf(asked.language, contract);
    const { name, address } = asked;
    const chat: Chat = {
      chatId,
      tokenDigest,
      nextDigests: [],
      timesReturned: 0,
      contractId: contract.id,
      key: contract.chat?.key,
      language,
      name,
      address,
      connectionId,
      tokenUsedAt: now().toISOString(),
    };
    await chats.start(chat);
    await connections.open(connectionId, { ...who, chatId });
    return { type: 'started', session: chatId, token, ...offered(contract, language, now()) };
  };
}

/** What a page shows before anything is said: the greeting, and whether the hours are those in which the contract has chats answered. */
export function offered(contract: Contract, language: Language, at: Date) {
  return { language, greeting: contract.chat?.greeting?.[language], isOpen: isOpen(contract, at) };
}

/** By the calendar on which the first response to a chat is promised; a contract that promises none is always open. */
function isOpen(contract: Contract, at: Date): boolean {
  const { kind, priority } = contract.newTickets;
  const target = targetFor(contract.targets, 'first-response', { channel: 'chat', kind, priority });
  const calendar = target && calendarNameOf(target, contract.calendars);
  return calendar === undefined || serviceHours(calendarOf(contract, calendar).calendar).isOpen(at.getTime() / 1000);
}

/** Throws CallerError for a key that is none, that may not be used on this page, or that is not the connection's. */
function contractOf(all: readonly Contract[], who: OfVisitor['who'], asked: VisitorAsks<'start'>, at: Date): Contract {
  if (asked.contract !== undefined && who.key !== undefined && asked.contract !== who.key)
    throw new CallerError('invalid', 'must be the key that the connection was made with', 'contract');
  const key = asked.contract ?? who.key;
  const contract = key === undefined ? contractFor(all, { mailboxes: [] }, at) : contractOfKey(all, key, at);
  if (!contract?.chat) throw new CallerError('invalid', 'must be the chat key of a contract', 'contract');
  if (entitlementAt(contract.entitlement, at).state === 'ended')
    throw new CallerError('invalid', 'must be the chat key of a contract in force', 'contract');
  if (!isAllowed(contract, who.origin)) throw new CallerError('forbidden', 'this page may not use the key', 'contract');
  return contract;
}
