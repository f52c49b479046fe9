import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimsOf } from '../../../shared/contacts/claims.ts';
import { claimIn, contactOfAll, emptyContact, link, mostIdentifiers, undo, withClaim } from '../../../shared/contacts/contact.ts';
import { contactsIn } from '../../../shared/contacts/contacts.dynamo.ts';
import { contractOfContact } from '../../../shared/contacts/contract-of-contact.ts';
import { newId } from '../../../shared/ids.ts';
import { Overtaken } from '../../../shared/tickets/tickets.ts';
import { aContract, monday } from '../../support/builders.ts';
import { startTable, type Table, tableName } from '../../support/table.ts';

const saying = { by: 'max', at: monday, reason: 'they said so' };

let table: Table;
let contacts: ReturnType<typeof contactsIn>;
beforeEach(async () => {
  table = await startTable();
  contacts = contactsIn(table.client, tableName);
});
afterEach(() => table.stop());

const id = () => newId('contact', monday.getTime());
async function join(a: string, b: string, newContactId = id()) {
  const [first, second] = await Promise.all([contacts.holderOf(a), contacts.holderOf(b)]);
  const changes = link(
    [
      { identifier: a, contact: first },
      { identifier: b, contact: second },
    ],
    newContactId,
    saying,
  );
  if (changes.length > 0) await contacts.change(changes, []);
}
async function part(identifier: string) {
  const held = await contacts.holderOf(identifier);
  if (!held) return;
  const claim = claimIn(await contacts.history(held.id), identifier);
  const origin = claim.from === undefined ? undefined : await contacts.find(claim.from);
  await contacts.change(undo(held, claim, origin, saying), []);
}
const known = async (identifier: string) => (await contacts.contactOf(identifier)).identifiers.toSorted();

describe('a contact', () => {
  it('is what was said to be one; an identifier of which nothing was said stands for itself', async () => {
    expect(await contacts.contactOf('mail:a')).toEqual({ identifiers: ['mail:a'] });
    await join('mail:a', 'phone:b');
    expect(await contacts.contactOf('phone:b')).toEqual({
      id: expect.stringMatching(/^con_/),
      identifiers: ['mail:a', 'phone:b'],
    });
    await join('phone:b', 'account:c');
    expect(await known('account:c')).toEqual(['account:c', 'mail:a', 'phone:b']);
  });
  it('takes a smaller one into it, claim by claim, and gives back to it what is undone', async () => {
    await join('mail:a', 'mail:b');
    await join('mail:b', 'mail:c');
    await join('phone:1', 'phone:2');
    const smaller = await contacts.contactOf('phone:1');
    await join('phone:1', 'mail:a');
    expect(await known('phone:2')).toEqual(['mail:a', 'mail:b', 'mail:c', 'phone:1', 'phone:2']);
    expect(await contacts.find(smaller.id!)).toMatchObject({ identifiers: [] });
    await part('phone:1');
    expect(await contacts.contactOf('phone:1')).toEqual({ id: smaller.id, identifiers: ['phone:1'] });
    expect(await known('phone:2')).toEqual(['mail:a', 'mail:b', 'mail:c', 'phone:2']);
    await part('phone:2');
    expect(await known('phone:1')).toEqual(['phone:1', 'phone:2']);
  });
  it('keeps who said what, when and why, also of what was undone', async () => {
    await join('mail:a', 'mail:b');
    const { id: contactId = '' } = await contacts.contactOf('mail:a');
    await part('mail:b');
    const row = { at: monday.toISOString(), by: 'max', reason: 'they said so' };
    expect(claimsOf(await contacts.history(contactId))).toEqual([
      { claim: 1, identifier: 'mail:a', ...row },
      { claim: 2, identifier: 'mail:b', ...row, undone: row },
    ]);
    expect(await contacts.contactOf('mail:b')).toEqual({ identifiers: ['mail:b'] });
    const replayed = (await contacts.history(contactId)).reduce(withClaim, emptyContact(contactId));
    expect(replayed).toEqual(await contacts.find(contactId));
  });
  it('has at most twenty identifiers', () => {
    const holding = (contactId: string, n: number) => ({
      identifier: `mail:${contactId}-0`,
      contact: {
        ...emptyContact(contactId),
        identifiers: Array.from({ length: n }, (_, i) => ({ identifier: `mail:${contactId}-${i}`, claim: i + 1 })),
      },
    });
    const joined = (n: number) => link([holding('con_a', n), holding('con_b', 10)], id(), saying);
    expect(joined(mostIdentifiers - 10).map(({ claims }) => claims.length)).toEqual([10, 10]);
    expect(() => joined(mostIdentifiers - 9)).toThrow(expect.objectContaining({ code: 'conflict', field: 'identifiers' }));
  });
  it('is what a plain partition of identifiers would be, whatever is said and undone in any order', async () => {
    const names = ['mail:a', 'mail:b', 'phone:c', 'phone:d', 'account:e'];
    const act = fc.oneof(
      fc.record({ join: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)) }),
      fc.record({ part: fc.constantFrom(...names) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.uuid(), async (acts, run) => {
        const named = (name: string) => `${name}-${run}`;
        for (const each of acts) {
          if ('join' in each) {
            const [a, b] = each.join;
            const both = new Set([...(await known(named(a))), ...(await known(named(b)))]);
            await join(named(a), named(b));
            expect(await known(named(a))).toEqual([...both].toSorted());
          } else await part(named(each.part));
          for (const name of names) {
            const group = await known(named(name));
            expect(group).toContain(named(name));
            for (const other of group) expect(await known(other)).toEqual(group);
          }
        }
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});

describe('at the same time', () => {
  it('only one of two sayings about an identifier is written; the other looks again', async () => {
    const results = await Promise.allSettled([join('mail:a', 'mail:b'), join('mail:b', 'mail:c'), join('mail:c', 'mail:a')]);
    const lost = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    for (const reason of lost) expect(reason).toBeInstanceOf(Overtaken);
    const groups = await Promise.all(['mail:a', 'mail:b', 'mail:c'].map(known));
    for (const group of groups) for (const other of group) expect(await known(other)).toEqual(group);
  });
});

describe('the tickets of a contact', () => {
  it('are those of all its identifiers, each once, newest first, in pages', async () => {
    for (const n of [1, 2, 3, 4, 5])
      for (const identifier of n % 2 ? ['mail:a', 'phone:b'] : ['phone:b'])
        await table.put({
          pk: `IDENTIFIER#${identifier}`,
          sk: `TICKET#tkt_${n}`,
          kind: 'identified-ticket',
          ticketId: `tkt_${n}`,
        });
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const { ticketIds, next } = await contacts.tickets(['mail:a', 'phone:b'], 2, before);
      seen.push(...ticketIds);
      before = next;
    } while (before !== undefined);
    expect(seen).toEqual(['tkt_5', 'tkt_4', 'tkt_3', 'tkt_2', 'tkt_1']);
  });
});

describe('whom a requester with several identifiers stands for', () => {
  it('is everybody that one of them stands for', async () => {
    await join('mail:a', 'mail:b');
    expect(await contactOfAll(['phone:c', 'mail:a'], contacts)).toEqual({
      id: expect.stringMatching(/^con_/),
      identifiers: ['phone:c', 'mail:a', 'mail:b'],
    });
    expect(await contactOfAll([], contacts)).toBeUndefined();
  });
});

describe('the contract of a contact', () => {
  it('is the first that one of the identifiers leads to, else the default', () => {
    const acme = aContract({ id: 'ctr_acme', default: false, mailboxes: ['acme'], customers: { phones: ['+33142860000'] } });
    const all = [aContract(), acme];
    expect(contractOfContact(all, ['mail:a@b.example', 'phone:+33142860000'], monday).id).toBe('ctr_acme');
    expect(contractOfContact(all, ['mail:a@b.example', 'account:x'], monday).id).toBe('ctr_test');
  });
});
