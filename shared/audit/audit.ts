import * as z from 'zod/mini';
import { type Role, roles } from '../api/operation.ts';
import { keys } from '../dynamo/table.ts';
import { newId } from '../ids.ts';
import type { Claim } from '../tickets/tickets.ts';

/**
 * Who did what, of all that is no event of a ticket: tickets keep their own history. An entry is written with what it tells of
 * where that is one transaction, else before it is answered. Never changed, never deleted.
 */
export const auditEntry = z.object({
  id: z.string(),
  at: z.string(),
  by: z.object({ id: z.string(), role: z.enum(roles) }),
  /** What was done, such as `macro.saved`. */
  action: z.string(),
  /** What it was done to, such as the macro's name or the contact's id. */
  about: z.string(),
  reason: z.optional(z.string()),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export interface Audit {
  record(entry: AuditEntry): Promise<void>;
  /** Entries of a day (UTC, `2026-01-05`), oldest first, after the place `after` (a former answer's `next`). */
  list(day: string, limit: number, after?: string): Promise<{ entries: AuditEntry[]; next: string | undefined }>;
}

/** `at`: when it was done. */
export const audited = (
  done: Pick<AuditEntry, 'action' | 'about' | 'reason'>,
  { id, role }: { id: string; role: Role },
  at: Date,
): AuditEntry => ({ id: newId('event', at.getTime()), at: at.toISOString(), by: { id, role }, ...done });

export const auditItem = (entry: AuditEntry): Claim['item'] => ({
  ...keys.audit(entry.at.slice(0, 10), `${entry.at}#${entry.id}`),
  // `id` and `by` of the entry stand beside what the item is.
  kind: 'audit',
  ...entry,
});
