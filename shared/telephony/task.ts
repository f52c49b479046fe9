import * as z from 'zod/mini';
import { isAnsweredAfter } from '../tickets/call-promises.ts';
import { formatReference } from '../tickets/reference.ts';
import { isDone, type Ticket } from '../tickets/ticket.ts';
import type { EventOf, RecordedEvent } from '../tickets/ticket-events.ts';
import type { Task } from './contact-centre.ts';

/** A task that agents are to get, as it waits in its queue: the event that asks for it. */
export const taskWanted = z.object({ ticketId: z.string(), sequence: z.int() });
export type TaskWanted = z.infer<typeof taskWanted>;

/** Asks for tasks; does nothing where Connect is not deployed. */
export type AskForTask = (wanted: TaskWanted) => Promise<void>;

/** Milliseconds that a task may be scheduled ahead, less a minute for the way there (StartTaskContact: six days). */
export const furthestTask = 6 * 24 * 3600_000 - 60_000;

/** The last step of the clock's ladder: nobody else will be told. A call that waits is in the agents' queue itself. */
const isTop = ({ clock: metric, cycle, step }: EventOf<'Escalated'>, { clocks }: Ticket): boolean =>
  metric !== 'pick-up' && clocks.find((each) => each.metric === metric && each.cycle === cycle)?.steps.at(-1)?.name === step;

/**
 * What this event gives agents to do, beside what the ticket queue shows them: a promise whose whole ladder was climbed in vain, a caller
 * who gave up and has not been answered since, and a call back that was promised or that a chat asked for, unless Connect carries it out.
 */
export function taskFor(
  { ticketId, sequence, event }: RecordedEvent,
  ticket: Ticket,
  { publicUrl, now }: { publicUrl: string; now: Date },
): Task | undefined {
  const reference = formatReference(ticket.reference);
  const common = { token: `${ticketId}-${sequence}`, ticketId, reference, url: `${publicUrl}/tickets/${ticketId}` };
  if (event.type === 'Escalated' && isTop(event, ticket) && event.because !== 'acknowledged')
    return {
      ...common,
      name: `${reference}: ${event.clock} missed`,
      description: `Nobody has acted on it, and everybody on the ladder has been told. Due: ${event.dueAt ?? 'not fixed'}.`,
    };
  if (event.type === 'CallbackRequested' && event.after !== undefined) {
    const wanted = Math.max(Date.parse(event.after), now.getTime() + 1000);
    return {
      ...common,
      name: `${reference}: call back`,
      description: `The caller was promised a call from ${event.after} on: ${event.phone ?? 'number withheld'}.`,
      at: new Date(Math.min(wanted, now.getTime() + furthestTask)),
    };
  }
  if (event.type === 'CallAbandoned' && !isDone(ticket.status) && !isAnsweredAfter(ticket, event.at)) {
    const phone = event.by.kind === 'customer' ? event.by.phone : undefined;
    return {
      ...common,
      name: `${reference}: call back`,
      description: `Hung up after ${Math.floor(event.waitedSeconds)} seconds: ${phone ?? 'number withheld'}.`,
    };
  }
  if (event.type === 'HandedOver' && event.to === 'call-back')
    return {
      ...common,
      name: `${reference}: call back`,
      description: `Left the chat and would like to be called: ${event.phone ?? 'no number given'}.`,
    };
  return undefined;
}

/** Whether an event may ask for a task at all; the rest need not be looked at. */
export const mayAskForTask = ({ event }: RecordedEvent): boolean =>
  (event.type === 'Escalated' && event.clock !== 'pick-up') ||
  event.type === 'CallAbandoned' ||
  (event.type === 'CallbackRequested' && event.after !== undefined) ||
  (event.type === 'HandedOver' && event.to === 'call-back');
