import * as operations from '../../../shared/api/agents/contacts.ts';
import { cursorFor, placeIn } from '../../../shared/api/cursor.ts';
import { audited, auditItem } from '../../../shared/audit/audit.ts';
import { claimsOf } from '../../../shared/contacts/claims.ts';
import { type Contact, type ContactChange, claimIn, link, undo } from '../../../shared/contacts/contact.ts';
import { contractOfContact } from '../../../shared/contacts/contract-of-contact.ts';
import { readIdentifier } from '../../../shared/contacts/identifier.ts';
import { entitlementAt } from '../../../shared/contracts/entitlement.ts';
import { CallerError } from '../../../shared/errors.ts';
import { newId } from '../../../shared/ids.ts';
import { summaryOf } from '../../../shared/tickets/ticket-queue.ts';
import { untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import type { Caller } from '../caller.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

const contactIdForm = /^con_[0-9A-Za-z]{26}$/;
const read = (identifier: string): string => readIdentifier(identifier) ?? identifier;

/** Who somebody is across channels. */
export function contacts(serve: Serve, dependencies: Dependencies): Route[] {
  const { contacts: known, contracts, tickets, now } = dependencies;

  const answerOf = async (contact: Contact) => ({
    contact: { id: contact.id, identifiers: contact.identifiers.map(({ identifier }) => identifier) },
    claims: claimsOf(await known.history(contact.id)),
  });
  const carriedOut = async (changes: ContactChange[], done: { action: string; reason: string }, caller: Caller, at: Date) => {
    const about = changes.map(({ before }) => (typeof before === 'string' ? before : before.id)).join(' ');
    const [contact] = await known.change(changes, [auditItem(audited({ ...done, about }, caller, at))]);
    if (!contact) throw new Error('no contact was changed');
    return contact;
  };

  return [
    serve(operations.readContact, async ({ query: { identifier, limit, after } }) => {
      const asked = read(identifier);
      const list = ['contact', asked];
      const before = placeIn(list, after);
      const contact = await known.contactOf(asked);
      const { ticketIds, next } = await known.tickets(contact.identifiers, limit, before);
      const found = await Promise.all(ticketIds.map((id) => tickets.find(id)));
      const contract = contractOfContact(await contracts.all(), [asked, ...contact.identifiers], now());
      const { state, reason } = entitlementAt(contract.entitlement, now());
      const body = {
        contact,
        claims: contact.id === undefined ? [] : claimsOf(await known.history(contact.id)),
        contract: { id: contract.id, version: contract.version, name: contract.name },
        entitlement: { state, reason },
        tickets: found.flatMap((ticket) => (ticket ? [summaryOf(ticket)] : [])),
        next: next === undefined ? undefined : cursorFor(list, next),
      };
      return { status: 200, body };
    }),

    serve(operations.linkIdentifiers, ({ caller, body: { identifiers, reason } }) =>
      untilNotOvertaken(async () => {
        const [a, b] = [read(identifiers[0]), read(identifiers[1])];
        if (a === b) throw new CallerError('invalid', 'must be two different identifiers', 'identifiers');
        const [first, second] = await Promise.all([known.holderOf(a), known.holderOf(b)]);
        const at = now();
        const holdings = [
          { identifier: a, contact: first },
          { identifier: b, contact: second },
        ] as const;
        const changes = link(holdings, newId('contact', at.getTime()), { by: caller.id, at, reason });
        const same = first ?? second;
        if (changes.length === 0 && same) return { status: 200, body: await answerOf(same) };
        const contact = await carriedOut(changes, { action: 'contact.linked', reason }, caller, at);
        return { status: 200, body: await answerOf(contact) };
      }),
    ),

    serve(operations.undoClaim, ({ caller, path, body: { reason } }) =>
      untilNotOvertaken(async () => {
        const held = contactIdForm.test(path.id) ? await known.find(path.id) : undefined;
        if (!held) throw new CallerError('not-found', 'there is no such contact', 'id');
        const claim = claimIn(await known.history(held.id), read(path.claim));
        const origin = claim.from === undefined ? undefined : await known.find(claim.from);
        const at = now();
        const changes = undo(held, claim, origin, { by: caller.id, at, reason });
        if (changes.length === 0) return { status: 200, body: await answerOf(held) };
        const contact = await carriedOut(changes, { action: 'contact.unlinked', reason }, caller, at);
        return { status: 200, body: await answerOf(contact) };
      }),
    ),
  ];
}
