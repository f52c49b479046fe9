import { createHash } from 'node:crypto';

/** Alphabets that AWS makes its ids of. */
export const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const upperAlphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Characters that look chosen at random but are the same in every run, so that stored data finds its resource again. At most 32. */
export function stableCharacters(seed: string, length: number, alphabet: string): string {
  return [...createHash('sha256').update(seed).digest().subarray(0, length)]
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');
}

export function stableUuid(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

const hashLength = 8;

/** Cuts a name to a service's limit. The end is a hash of the whole name, so two long names that start alike stay different. */
export function cutName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  return `${name.slice(0, longest - hashLength - 1)}-${stableCharacters(name, hashLength, lowerAlphanumeric)}`;
}
