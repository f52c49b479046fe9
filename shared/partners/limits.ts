/** Limits of what partners send, in one place for the schemas, the function and the page for partners. */

/** Characters of a text; with the body's own limit that fits into one event of a ticket. */
export const longestText = 50_000;
/** A request may have waited in the partner's system, but not for a season. */
export const longestDelayDays = 30;
/** How long a repetition is answered as the first was. */
export const answersKeptDays = 7;
/** Signed requests a minute that any partner may be given at most: the table counts them in one item, which takes some 1,000 a second. */
export const mostPerMinute = 30_000;
