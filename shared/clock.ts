/** The current time. Always handed in: nothing in `shared/` reads a clock of its own. */
export type Now = () => Date;

/** An ISO instant cut to the whole second, the precision of every promise: `2026-01-05T08:00:00Z`. */
export function toSecond(at: Date): string {
  return `${new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
