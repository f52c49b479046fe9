import type { Claim, Tickets } from '../../shared/tickets/tickets.ts';

/** Milliseconds between looks: together a second and a half, longer than it takes to open a ticket. */
const pauses = [100, 200, 400, 800] as const;

export interface Waiting {
  tickets: Pick<Tickets, 'claimed'>;
  pause: (milliseconds: number) => Promise<void>;
}

/**
 * What is kept of a submission with the same token that is, perhaps, under way just now: somebody pressed twice, and the first has had the place
 * that was left in the hour, or has spent the proof of the challenge. Undefined where none was taken in soon.
 */
export async function firstSubmission(claim: Claim, { tickets, pause }: Waiting): Promise<Record<string, unknown> | undefined> {
  for (const milliseconds of pauses) {
    const first = await tickets.claimed(claim);
    if (first) return first;
    await pause(milliseconds);
  }
  return tickets.claimed(claim);
}
