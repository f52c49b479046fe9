import type { Contract } from '../contracts/contract.ts';
import { CallerError } from '../errors.ts';
import { afterCall, afterCallBackIsOwed, afterCallEnds, afterCustomerCall, answersByCall } from './call-promises.ts';
import { changedClocks, type Occasion, stamp } from './decide.ts';
import type { Ticket } from './ticket.ts';
import type { EventOf, TicketEvent } from './ticket-events.ts';

/** The customer called about this ticket: it reopens and arms what a message does, and the pick-up. */
export function customerCall(
  ticket: Ticket,
  call: Pick<EventOf<'CustomerReplied'>, 'message'>,
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] {
  if (ticket.status === 'closed') throw new CallerError('conflict', 'a closed ticket takes no further calls', 'status');
  const clocks = changedClocks(ticket.clocks, afterCustomerCall(ticket, contract, occasion.at));
  return [{ type: 'CustomerReplied', ...stamp(occasion), ...call, participants: [], clocks }];
}

/**
 * A person took the customer's call at `occasion.at`: an answer, unless the contract has what came by another channel wait for its own.
 * `unverified`: the call is noted on the ticket, and nobody knows whose it is.
 */
export function callTaken(ticket: Ticket, contract: Contract, occasion: Occasion, { unverified = false } = {}): TicketEvent[] {
  const answers = answersByCall(ticket, contract, unverified);
  const clocks = changedClocks(ticket.clocks, afterCall(ticket, contract, occasion.at, answers));
  return [{ type: 'CallTaken', ...stamp(occasion), ...(answers ? {} : { onlyPickUp: true }), clocks }];
}

const callBackOwed = (ticket: Ticket, contract: Contract, { at }: Occasion) =>
  changedClocks(ticket.clocks, afterCallBackIsOwed(ticket, contract, at));

/** The customer hung up at `occasion.at`, before anybody took the call. A call back is owed. */
export const callAbandoned = (ticket: Ticket, waitedSeconds: number, contract: Contract, occasion: Occasion): TicketEvent[] => [
  { type: 'CallAbandoned', ...stamp(occasion), waitedSeconds, clocks: callBackOwed(ticket, contract, occasion) },
];

/** The customer called when calls are not put through: no pick-up is owed. */
export const callOutOfHours = (ticket: Ticket, opensAt: Date | undefined, occasion: Occasion): TicketEvent[] => [
  {
    type: 'CallOutOfHours',
    ...stamp(occasion),
    opensAt: opensAt?.toISOString(),
    clocks: changedClocks(ticket.clocks, afterCallEnds(ticket, occasion.at)),
  },
];

/** The customer would rather be called. `after`: agents get a task for then; without it, Connect calls back by itself. */
export const callbackRequested = (
  ticket: Ticket,
  { phone, after }: { phone: string | undefined; after: Date | undefined },
  contract: Contract,
  occasion: Occasion,
): TicketEvent[] => [
  {
    type: 'CallbackRequested',
    ...stamp(occasion),
    phone,
    after: after?.toISOString(),
    clocks: callBackOwed(ticket, contract, occasion),
  },
];
