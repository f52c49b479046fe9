import type { Lanes } from './lane.ts';
import type { WakeUps } from './wake-up.ts';

/** Lanes that are woken by one message. */
const lanesAtOnce = 200;

/** Has all lanes tried that are behind, page by page; each page is a message of its own, so that dying in between loses none. */
export async function wakeLanes(
  subscriptionId: string,
  after: string | undefined,
  { lanes, wakeUps }: { lanes: Pick<Lanes, 'behind'>; wakeUps: WakeUps },
  atOnce = lanesAtOnce,
): Promise<void> {
  const page = await lanes.behind(subscriptionId, after, atOnce);
  await wakeUps.send(page.ticketIds.map((ticketId) => ({ subscriptionId, ticketId, now: true })));
  if (page.next !== undefined) await wakeUps.send([{ subscriptionId, everyLane: { after: page.next } }]);
}
