import type { Attachment } from '../intake/inbound-message.ts';
import { type PromisedMetric, promisedMetrics } from '../notices/notice.ts';
import { isOpen } from '../sla/clock.ts';
import type { Status, Ticket } from '../tickets/ticket.ts';
import type { RecordedEvent } from '../tickets/ticket-events.ts';
import { largestPush, longestPushed } from './limits.ts';

/** A file as the visitor's page shows it; `n` from 1 fetches it. */
interface VisibleFile {
  n: number;
  name: string;
  size: number;
}

/** What a visitor is shown of an event: what was said by them and to them, and what becomes of their request. Never who works on it. */
export type Visible = { sequence: number; at: string } & (
  | { kind: 'said' | 'answered'; text: string; textCut: boolean; files: VisibleFile[] }
  /** They wrote by mail. Nobody vouches that the visitor of the chat is who has that address, so the page does not show what it says. */
  | { kind: 'mailed' }
  | { kind: 'state'; to: Status }
  | { kind: 'handed-over'; to: 'mail' | 'call-back' }
);

/** On whose ticket it happened: the chat's own, or one which that was merged into and which may be somebody else's. */
export interface Onlooker {
  chatId: string | undefined;
  isOwn: boolean;
}

/**
 * Undefined for whatever else there is: notes, assignments, promises and their alarms are no business of the visitor's, and what customers
 * say elsewhere (by phone, forms, status pages) may be another's. Of a ticket that is not their own: answers, and what they said there.
 */
export function visible({ sequence, event }: RecordedEvent, { chatId, isOwn }: Onlooker): Visible | undefined {
  const { at } = event;
  if (event.type === 'TicketOpened' || event.type === 'CustomerReplied') {
    const { message } = event;
    if (message.chatId !== undefined && message.chatId === chatId)
      return { sequence, at, kind: 'said', ...shown(message.text), files: listed(message.attachments) };
    return isOwn && message.rfcMessageId !== undefined ? { sequence, at, kind: 'mailed' } : undefined;
  }
  if (event.type === 'AgentReplied')
    return { sequence, at, kind: 'answered', ...shown(event.text), files: listed(event.attachments) };
  if (!isOwn) return undefined;
  if (event.type === 'StatusChanged') return { sequence, at, kind: 'state', to: event.to };
  return event.type === 'HandedOver' ? { sequence, at, kind: 'handed-over', to: event.to } : undefined;
}

const shown = (text: string) =>
  text.length <= longestPushed ? { text, textCut: false } : { text: text.slice(0, longestPushed).toWellFormed(), textCut: true };

const listed = (files: readonly Attachment[] = []): VisibleFile[] => files.map(({ name, size }, i) => ({ n: i + 1, name, size }));

/** The events that fit into one message, and whether there are more. One alone always fits. */
export function fitting(events: readonly Visible[]): { page: Visible[]; isCut: boolean } {
  let bytes = 0;
  const end = events.findIndex((event, i) => {
    bytes += Buffer.byteLength(JSON.stringify(event));
    return bytes > largestPush && i > 0;
  });
  return end < 0 ? { page: [...events], isCut: false } : { page: events.slice(0, end), isCut: true };
}

/** What a visitor is told that they may wait for: promises that are running. */
export const promisesOf = ({ clocks }: Pick<Ticket, 'clocks'>): { clock: PromisedMetric; dueAt: string; timeZone: string }[] =>
  clocks.flatMap((clock) => {
    const metric = promisedMetrics.find((each) => each === clock.metric);
    const { dueAt, receipt } = clock;
    return metric && dueAt !== undefined && isOpen(clock) ? [{ clock: metric, dueAt, timeZone: receipt.timeZone }] : [];
  });
