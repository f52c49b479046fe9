/** One shift of a day, in seconds of the wall clock since its midnight; `to` is past 86,400 where it ends on the next day. */
export interface Shift {
  from: number;
  to: number;
}

const secondsOfDay = 24 * 3600;

/**
 * Reads `09:00-12:30`. `24:00` is the next midnight; a shift that ends at or before its beginning ends on the next day (`22:00-06:00`,
 * `00:00-00:00`). Undefined for anything else.
 */
export function readShift(text: string): Shift | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/.exec(text);
  if (!match) return undefined;
  const from = Number(match[1]) * 3600 + Number(match[2]) * 60;
  const to = Number(match[3] ?? match[5]) * 3600 + Number(match[4] ?? match[6]) * 60;
  return { from, to: to > from ? to : to + secondsOfDay };
}
