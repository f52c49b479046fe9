/** CSS pixels in one of each; of the rest (`vw`, exponents) none is seemly. A bare number is taken as pixels, as browsers do for old pages. */
const pixels = new Map(
  Object.entries({ '': 1, px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 37.8, mm: 3.78, em: 16, rem: 16, ex: 8, ch: 8, '%': 10 }),
);
const ofLetter = new Map([...pixels, ['%', 0.16] as const]);
const ofLine = new Map([...ofLetter, ['', 16] as const]);
const letter = { least: 4, most: 200, units: ofLetter };

interface Sizes {
  /** In CSS pixels. */
  least: number;
  most: number;
  units: ReadonlyMap<string, number>;
}

/** The sizes of properties and attributes that could move words out of sight or make them too small to see. */
function sizesOf(name: string): Sizes | undefined {
  if (name === 'font' || name === 'font-size') return letter;
  if (name === 'line-height') return { least: 4, most: 800, units: ofLine };
  if (name === 'vertical-align') return { least: -50, most: 50, units: ofLetter };
  if (/^(?:width|height|max-width)$/.test(name)) return { least: 0, most: 3_000, units: pixels };
  if (/^(?:margin|padding|text-indent|border|cellpadding|cellspacing)/.test(name))
    return { least: -500, most: 500, units: pixels };
  return undefined;
}

/** Whether every length in the value is one that mails have. */
export function isSeemly(name: string, value: string): boolean {
  const sizes = sizesOf(name);
  if (!sizes) return true;
  const bare = value.replace(/"[^"]*"|'[^']*'|\([^()]*\)|#\w+/g, '');
  for (const [, number = '', unit = ''] of bare.matchAll(/(?<![\w.-])([+-]?\d*\.?\d+)([a-z%]*)/gi)) {
    // A bare number in `font` is its weight, but for 0.
    if (name === 'font' && unit === '' && Number(number) !== 0) continue;
    const size = Number(number) * (sizes.units.get(unit.toLowerCase()) ?? Number.NaN);
    if (!(size >= sizes.least && size <= sizes.most)) return false;
  }
  return true;
}
