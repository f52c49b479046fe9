/** So many in so long, counted in windows of the clock: a burst across the end of one may have twice as many. */
export interface Rate {
  /** What is counted, such as `acknowledgement`. */
  purpose: string;
  /** Whose count it is; kept as a digest. */
  who: string;
  most: number;
  windowSeconds: number;
}

/** Counts one more. Answers after how many seconds there is room again; undefined where there is room now. */
export type Counting = (rate: Rate) => Promise<number | undefined>;

/** Counts one less: what was counted at that time turned out to be the same as another. */
export type GivingBack = (rate: Rate, countedAt: Date) => Promise<void>;
