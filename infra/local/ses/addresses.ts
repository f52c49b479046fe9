import { addressParser } from 'postal-mime';

/** Characters of one header that are looked at for addresses: several times what any use of them keeps. */
const mostParsed = 100_000;
const closings: Record<string, string> = { '"': '"', '<': '>', '(': ')' };

/** The bare addresses of a header such as `To`, groups opened. */
export function bareAddresses(header: string | undefined): string[] {
  if (header === undefined) return [];
  return addressParser(header.slice(0, mostParsed), { flatten: true }).flatMap(({ address }) => (address ? [address] : []));
}

/** As `bareAddresses`, but an entry without an address stands as it was written, to be refused by name. */
export function statedAddresses(header: string | undefined): string[] {
  if (header === undefined) return [];
  return addressParser(header, { flatten: true }).map(({ address, name }) => address || name);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** `ana+tkt7@example.com` without its label; unchanged when it has none. */
export function withoutLabel(address: string): string {
  return address.replace(/^([^+@]+)\+[^@]*@/, '$1@');
}

/** The entries of an address header, each as it was written: SES gives `commonHeaders` so. */
export function splitAddresses(header: string | undefined): string[] {
  const entries: string[] = [];
  const text = (header ?? '').slice(0, mostParsed);
  let start = 0;
  let closing = '';
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    if (character === '\\' && closing !== '') at++;
    else if (character === closing) closing = '';
    else if (closing === '') closing = closings[character] ?? '';
    // A bracket that is never closed takes the rest into its entry.
    if (at < text.length && !(character === ',' && closing === '')) continue;
    const entry = text.slice(start, at).trim();
    if (entry !== '') entries.push(entry);
    start = at + 1;
  }
  return entries;
}
