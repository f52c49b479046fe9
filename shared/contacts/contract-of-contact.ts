import type { Contract } from '../contracts/contract.ts';
import { contractFor } from '../contracts/in-force.ts';
import { partsOf } from './identifier.ts';

/**
 * The contract that a contact is served under at this moment: the first that one of these identifiers leads to, in their order,
 * else the default. Throws Error where there is none.
 */
export function contractOfContact(all: readonly Contract[], identifiers: readonly string[], at: Date): Contract {
  const found = identifiers.map((identifier) => {
    const { kind, value } = partsOf(identifier);
    const by = { mail: { address: value }, phone: { phone: value }, account: { account: value } };
    return contractFor(all, { ...by[kind], mailboxes: [] }, at);
  });
  return found.find((contract) => !contract.default) ?? contractFor(all, { mailboxes: [] }, at);
}
