import * as z from 'zod/mini';
import { kind, priority } from '../contracts/vocabulary.ts';
import { partnerEvent } from '../partners/event-schemas.ts';
import { clockMetric, clockStates } from '../sla/clock.ts';
import { status } from '../tickets/ticket.ts';
import { none, operation } from './operation.ts';

/** How a request stands, as partners are told: no text, and nobody's name. */
export const requestState = z.object({
  ticket: z.object({ id: z.string(), reference: z.string(), status, priority, kind, contract: z.string() }),
  /** The latest cycle of each clock; `dueAt` is absent while a pause has no end. */
  promises: z.array(z.object({ clock: clockMetric, dueAt: z.optional(z.string()), state: z.enum(clockStates) })),
});
export type RequestState = z.infer<typeof requestState>;

export const receiveEvent = operation({
  route: 'POST /partners/{partner}/events',
  id: 'receiveEvent',
  tag: 'partners',
  summary: 'A partner opens a request, adds a message to it or asks how it stands; signed as Standard Webhooks says',
  by: 'signed',
  path: z.object({ partner: z.string() }),
  query: none,
  body: partnerEvent,
  answers: {
    201: {
      description: 'The request is opened. A repetition with the same webhook-id is answered the same.',
      schema: requestState,
    },
    200: { description: 'The message is added, or nothing was to be changed.', schema: requestState },
  },
  refusals: [401, 404, 409, 413, 415, 429],
});
