import type { Incoming } from './messages.ts';

/** How far each ticket's events are told, and what is still to be asked for. `send` answers false where there is no connection. */
export function createTold(send: (message: object) => boolean) {
  let upTo = new Map<string, number>();
  const asked = new Set<string>();
  const until = (ticketId: string) => upTo.get(ticketId) ?? 0;
  const reached = (ticketId: string, sequence: number) => upTo.set(ticketId, Math.max(until(ticketId), sequence));
  const ask = (ticketId: string): void => {
    asked.add(ticketId);
    send({ action: 'history', ticketId, after: until(ticketId) });
  };
  return {
    ask,
    /** What was asked for and not answered, once more. */
    again: () => {
      for (const ticketId of asked) ask(ticketId);
    },
    answered: ({ ticketId = '', upTo: told = 0, more }: Incoming) => {
      asked.delete(ticketId);
      reached(ticketId, told);
      if (more) ask(ticketId);
    },
    /** An event that was told by itself: what is missing before it is asked for. */
    pushed: (ticketId: string, sequence: number) => {
      if (sequence > until(ticketId) + 1) ask(ticketId);
      else reached(ticketId, sequence);
    },
    /** Our own, which says nothing of what came before. */
    took: (ticketId: string, sequence: number) => {
      if (sequence === until(ticketId) + 1) reached(ticketId, sequence);
    },
    forget: () => {
      upTo = new Map();
      asked.clear();
    },
  };
}
