import type { Contract } from './contract.ts';
import { entitlementAt } from './entitlement.ts';

/** Who writes, as far as their channel proves it, and to which of our mailboxes. */
export interface Party {
  /** Lower case. Absent where somebody else may have written in their name. */
  address?: string | undefined;
  /** E.164. */
  phone?: string | undefined;
  account?: string | undefined;
  /** Local parts of the addresses of ours that were written to. */
  mailboxes: readonly string[];
  /** The number of ours that was called. E.164. */
  hotline?: string | undefined;
}

/** The version of each contract that holds at this moment: the one that took effect last. */
export function inForce(all: readonly Contract[], at: Date): Contract[] {
  const current = new Map<string, Contract>();
  for (const each of all) {
    const other = current.get(each.id);
    if (Date.parse(each.effectiveFrom) <= at.getTime() && each.version > (other?.version ?? 0)) current.set(each.id, each);
  }
  return [...current.values()];
}

/** The contract of this id, as it holds at this moment; undefined where there is none, or where it has ended. */
export const servedUnder = (all: readonly Contract[], id: string, at: Date): Contract | undefined =>
  inForce(all, at).find((each) => each.id === id && entitlementAt(each.entitlement, at).state !== 'ended');

/**
 * Under which contract this party is served at this moment. By what tells most of them: account, address, phone number, domain, the
 * mailbox they wrote to, the number they called; else the default. A contract that has ended is nobody's. Throws when there is no default: the message must then
 * wait, not be taken without a promise.
 */
export function contractFor(all: readonly Contract[], party: Party, at: Date): Contract {
  const current = inForce(all, at).filter(({ entitlement }) => entitlementAt(entitlement, at).state !== 'ended');
  const { account, address, phone, mailboxes, hotline } = party;
  const domain = address?.slice(address.lastIndexOf('@') + 1);
  const rules: ((contract: Contract) => boolean)[] = [
    ({ customers }) => account !== undefined && customers.accounts.includes(account),
    ({ customers }) => address !== undefined && customers.addresses.includes(address),
    ({ customers }) => phone !== undefined && customers.phones.includes(phone),
    ({ customers }) => domain !== undefined && customers.domains.includes(domain),
    ({ mailboxes: own }) => own.some((mailbox) => mailboxes.includes(mailbox)),
    ({ hotlines }) => hotline !== undefined && hotlines.includes(hotline),
    (contract) => contract.default,
  ];
  for (const rule of rules) {
    const found = current.find(rule);
    if (found) return found;
  }
  throw new Error('no contract is in force for this message and none is the default: apply the contracts');
}
