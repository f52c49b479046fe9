import * as z from 'zod/mini';
import { isDate } from './sla/calendar.ts';

/** Dates and instants as callers write them. Date.parse takes the 30th of February for the 2nd of March; these do not. */

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
const isInstant = (text: string): boolean =>
  instantForm.test(text) && isDate(text.slice(0, 10)) && Number.isFinite(Date.parse(text));

export const instant = z
  .string('must be an instant')
  .check(z.refine(isInstant, 'must be an instant such as 2026-01-05T09:00:00Z'));

export const day = z
  .string('must be given')
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-01-05'),
    z.refine(isDate, 'must be a date such as 2026-01-05'),
  );
