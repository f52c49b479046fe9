/** After so many failures in a row, whatever the lane, a subscriber is left alone for a while: it costs no more time-outs, and none of anybody else's. */
export const failuresThatOpen = 5;
/** Seconds for which it is left alone, after that failure and each of the next; then one lane tries, and the others wait for how it fares. */
export const openSeconds = [60, 120, 300, 900, 1800] as const;
/** How long the one that tries may take to say how it fared. Longer than an attempt, else two try. */
export const probeSeconds = 60;
/** A success is noted once in this many seconds: it says only that the subscriber lives. */
export const successNotedSeconds = 600;

export type Passing = { passes: true } | { passes: false; until: string };

export interface Standing {
  lastSuccessAt: string | undefined;
}

export interface Circuits {
  /** Whether this lane may try now; of all that ask once the circuit is over, one may. */
  pass(subscriptionId: string, now: Date): Promise<Passing & Standing>;
  /** A success of an attempt that was begun at `begun`. It says nothing of a failure that came after that, or of a wait asked for then. */
  succeeded(subscriptionId: string, begun: Date, now: Date): Promise<void>;
  /** A failure; with `retryAfterSeconds` the subscriber said itself that it wants to be left alone for so long. */
  failed(subscriptionId: string, now: Date, retryAfterSeconds: number | undefined): Promise<Standing>;
  /** Forgets what went wrong. */
  close(subscriptionId: string): Promise<void>;
}

/** Seconds for which so many failures in a row open the circuit; undefined when they do not. */
export const openFor = (failures: number): number | undefined =>
  failures < failuresThatOpen ? undefined : (openSeconds[failures - failuresThatOpen] ?? openSeconds.at(-1));
