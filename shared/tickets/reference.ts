import { randomInt } from 'node:crypto';

/**
 * The number people say and key on a phone: eight digits, not beginning with 0, and a check digit by Damm's algorithm, which notices
 * every single wrong digit and every swap of neighbours. H. M. Damm, "Total anti-symmetric quasigroups", 2004.
 */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

function damm(digits: string): string {
  let interim = 0;
  for (const digit of digits) interim = Number(quasigroup[interim]?.charAt(Number(digit)));
  return String(interim);
}

/** Drawn at random: a reference says nothing about how many tickets there are. `random(min, max)` as of node:crypto. */
export function newReference(random: (min: number, max: number) => number = randomInt): string {
  const digits = String(random(10_000_000, 100_000_000));
  return digits + damm(digits);
}

/** Nine digits whose check digit is right. */
export const isReference = (text: string): boolean => /^[1-9]\d{8}$/.test(text) && damm(text) === '0';

/** As it is shown: `123-456-789`. */
export const formatReference = (reference: string): string => reference.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1-$2-$3');
