import type { Lanes } from './lane.ts';
import type { WakeUps } from './wake-up.ts';

/** Has a ticket's events sent again from `from` on, in order and with the ids they had. Doing it twice before they are sent does nothing more. */
export async function redeliver(
  { subscriptionId, ticketId, from }: { subscriptionId: string; ticketId: string; from: number },
  { lanes, wakeUps }: { lanes: Pick<Lanes, 'rewind'>; wakeUps: WakeUps },
): Promise<void> {
  await lanes.rewind({ subscriptionId, ticketId }, from - 1);
  await wakeUps.send([{ subscriptionId, ticketId, now: true }]);
}
