import * as z from 'zod/mini';

/**
 * Why a promise is due when it is due: everything that went into the count, so that anybody can do it again. Instants of rules are ISO
 * 8601; what was counted is in epoch seconds, half-open pairs.
 */

/** Why time is not counted. `suspended`: the contract's service was withheld. */
export const pauseReasons = ['customer', 'third-party', 'scheduled', 'suspended'] as const;
export const pauseReason = z.enum(pauseReasons);
export type PauseReason = z.infer<typeof pauseReason>;

export const pause = z.object({
  from: z.string(),
  /** When it ended, or will at the latest. Absent while nobody knows. */
  until: z.optional(z.string()),
  reason: pauseReason,
});
export type Pause = z.infer<typeof pause>;

/** What was counted on one version of one calendar. */
export const segment = z.object({
  /** The calendar's name in the contract, and the digest of what it said. */
  calendar: z.string(),
  calendarVersion: z.string(),
  /** Where this count begins. */
  from: z.string(),
  /** Seconds counted in all: those listed, and those of the intervals left out between the first and the last of a long list. */
  seconds: z.number(),
  counted: z.array(z.tuple([z.number(), z.number()])),
  /** How many intervals are left out, behind the first `keptAtEachEnd`. */
  omitted: z.optional(z.int()),
});
export type Segment = z.infer<typeof segment>;

export const receipt = z.object({
  contractId: z.string(),
  contractVersion: z.int(),
  /** Of the contract: how people there read a clock. */
  timeZone: z.string(),
  /** When the promise began: receipt, or the event it counts from. */
  start: z.string(),
  /** As the contract writes it, and the seconds of open time it comes to here. */
  target: z.string(),
  seconds: z.number(),
  /** In order; all but the last were counted under an earlier promise and are carried over. */
  segments: z.array(segment),
  pauses: z.array(pause),
  /** A rule of the contract: whatever the count says, not before this. */
  notBefore: z.optional(z.string()),
  /** Absent while a pause has no end. */
  due: z.optional(z.string()),
  /** The count reaches beyond what the calendar knows of public holidays: through which date it knows them. */
  holidaysKnownThrough: z.optional(z.string()),
});
export type Receipt = z.infer<typeof receipt>;

/** Intervals listed at each end of a segment; a longer list is cut between. */
export const keptAtEachEnd = 20;
