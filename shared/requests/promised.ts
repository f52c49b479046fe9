import * as z from 'zod/mini';
import { type Language, language } from '../contracts/vocabulary.ts';
import { formatInstant } from '../notices/format.ts';
import { promisedMetrics } from '../notices/notice.ts';
import { templates } from '../notices/templates/by-language.ts';
import { clockMetric } from '../sla/clock.ts';

/** A due time as it was when the request was taken in; none while service is suspended. */
const promised = z.object({ clock: clockMetric, dueAt: z.optional(z.string()), timeZone: z.string() });
export type Promised = z.infer<typeof promised>;

/** What is kept of a submission, to answer a repetition as the first was answered. `contents`: a digest. */
export const remembered = z.object({
  ticketId: z.string(),
  reference: z.string(),
  language,
  contents: z.string(),
  promises: z.array(promised),
});

/** What the customer is told that they may wait for, in the sentences of the acknowledgement. */
export const promisesIn = (promises: readonly Promised[], reads: Language) =>
  promises.flatMap(({ clock: metric, dueAt, timeZone }) => {
    const clock = promisedMetrics.find((each) => each === metric);
    if (!clock || dueAt === undefined) return [];
    return [{ clock, dueAt, text: templates[reads].acknowledgement.promised[clock](formatInstant(dueAt, timeZone, reads)) }];
  });
