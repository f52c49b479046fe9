import { addressParser } from 'postal-mime';

/** The bare addresses of a header such as `To`, groups opened. */
export function bareAddresses(header: string | undefined): string[] {
  if (header === undefined) return [];
  return addressParser(header, { flatten: true }).flatMap(({ address }) => (address ? [address] : []));
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
  if (header === undefined) return [];
  const entries = header.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|\((?:[^)\\]|\\.)*\)|[^,"<(]|["<(])+/g) ?? [];
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
