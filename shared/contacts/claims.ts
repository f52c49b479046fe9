import type { ContactClaim } from './contact.ts';

/** That an identifier is the contact's, and what became of it. */
export interface ClaimRow {
  claim: number;
  identifier: string;
  at: string;
  by: string;
  reason: string;
  from?: string | undefined;
  undone?: { at: string; by: string; reason: string; to?: string | undefined } | undefined;
}

/** A contact's claims, oldest first, each with its end where it was undone. */
export function claimsOf(history: readonly ContactClaim[]): ClaimRow[] {
  const undone = new Map(
    history.flatMap((each) => {
      if (each.type !== 'undone') return [];
      const { at, by, reason, to } = each;
      return [[each.claim, { at, by, reason, to }] as const];
    }),
  );
  return history.flatMap((each) => {
    if (each.type !== 'linked') return [];
    const { n, identifier, at, by, reason, from } = each;
    return [{ claim: n, identifier, at, by, reason, from, undone: undone.get(n) }];
  });
}
