import type { Requester } from '../intake/inbound-message.ts';

/** What somebody is known by: `mail:ana@customer.example`, `phone:+33142860000`, `account:prt_x/123`. */
export const identifierKinds = ['mail', 'phone', 'account'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

export const longestIdentifier = 300;

const forms: Record<IdentifierKind, RegExp> = {
  mail: /^[^\s@<>]+@[^\s@<>]+$/,
  phone: /^\+[1-9]\d{6,14}$/,
  account: /^\S(.*\S)?$/,
};

/** Reads an identifier as people write it: addresses of mail in lower case. Undefined for what is none. */
export function readIdentifier(text: string): string | undefined {
  const [, prefix, value = ''] = /^([a-z]+):(.+)$/s.exec(text.trim()) ?? [];
  const kind = identifierKinds.find((each) => each === prefix);
  if (!kind || text.length > longestIdentifier || !forms[kind].test(value)) return undefined;
  return `${kind}:${kind === 'mail' ? value.toLowerCase() : value}`;
}

export const identifierRule =
  'must be mail:, phone: or account: followed by an address, a number such as +33142860000, or an account';

/** The parts of an identifier. Throws Error for what is none. */
export function partsOf(identifier: string): { kind: IdentifierKind; value: string } {
  const kind = identifierKinds.find((each) => identifier.startsWith(`${each}:`));
  if (!kind) throw new Error('not an identifier');
  return { kind, value: identifier.slice(kind.length + 1) };
}

/** A partner speaks for all its customers: its own id says of none who they are. */
const isPartner = (account: string | undefined) => account !== undefined && /^prt_[^/]*$/.test(account);

/** All that a requester is known by; what has no such form (a withheld number) identifies nobody. */
export const identifiersOf = ({ address, phone, account }: Requester): string[] =>
  Object.entries({ mail: address, phone, account: isPartner(account) ? undefined : account }).flatMap(([kind, value]) =>
    value === undefined ? [] : (readIdentifier(`${kind}:${value}`) ?? []),
  );
