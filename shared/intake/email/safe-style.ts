import { isSeemly } from './seemly-size.ts';

/** CSS that changes how words look and nothing else: no places on the page, no loads, no sizes that hide. */
const properties = new Set([
  ...['color', 'background-color', 'font', 'font-family', 'font-size', 'font-style', 'font-weight', 'line-height', 'text-align'],
  ...['text-decoration', 'text-indent', 'text-transform', 'vertical-align', 'white-space', 'direction', 'list-style-type'],
  ...['border', 'border-top', 'border-right', 'border-bottom', 'border-left', 'border-color', 'border-style', 'border-width'],
  ...['border-collapse', 'border-spacing', 'margin', 'margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
  ...['padding', 'padding-top', 'padding-right', 'padding-bottom', 'padding-left', 'width', 'height', 'max-width'],
]);

/** Colours, lengths, names and quoted fonts. Backslashes, slashes, `@`, `<` and braces never pass, so nothing can be escaped into. */
const plainValue = /^[\w\s.,#%'"()+-]{1,200}$/;
/** Brackets only around the numbers of a colour. */
const functions = /(?:^|[\s,])(?:rgba?|hsla?)\([\d\s.,%]{1,40}\)/gi;

/** A `style` attribute with what is harmless left in it. */
export function safeStyle(style: string): string {
  return style
    .slice(0, 4_000)
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
      const value = declaration
        .slice(colon + 1)
        .replace(/!\s*important/i, '')
        .trim();
      if (!properties.has(name) || !plainValue.test(value)) return [];
      if (!isSeemly(name, value)) return [];
      // A margin below nothing moves words out of sight.
      if (/^margin|^text-indent/.test(name) && value.includes('-')) return [];
      return /[()]/.test(value.replace(functions, '')) ? [] : [`${name}:${value}`];
    })
    .join(';');
}
