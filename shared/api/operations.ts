import * as audit from './agents/audit.ts';
import * as chat from './agents/chat.ts';
import * as contacts from './agents/contacts.ts';
import * as macros from './agents/macros.ts';
import * as mails from './agents/mails.ts';
import * as merging from './agents/merging.ts';
import * as subscriptions from './agents/subscriptions.ts';
import * as tickets from './agents/tickets.ts';
import * as customerRequests from './customer-requests.ts';
import * as description from './description.ts';
import * as forms from './forms.ts';
import type { AnyOperation } from './operation.ts';
import * as partners from './partners.ts';

const isOperation = (value: unknown): value is AnyOperation => typeof value === 'object' && value !== null && 'route' in value;

/** Everything that the HTTP API does, in the order of its description. */
export const operations: readonly AnyOperation[] = [
  tickets,
  merging,
  macros,
  contacts,
  mails,
  chat,
  audit,
  subscriptions,
  partners,
  forms,
  customerRequests,
  description,
].flatMap((room) => Object.values(room).filter(isOperation));
