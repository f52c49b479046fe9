import * as chat from './agents/chat.ts';
import * as mails from './agents/mails.ts';
import * as tickets from './agents/tickets.ts';
import type { AnyOperation } from './operation.ts';

const isOperation = (value: unknown): value is AnyOperation => typeof value === 'object' && value !== null && 'route' in value;

/** Everything that the HTTP API does, in the order of its description. */
export const operations: readonly AnyOperation[] = [tickets, mails, chat].flatMap((room) => Object.values(room).filter(isOperation));
