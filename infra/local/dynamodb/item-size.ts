import type { AttributeValue, Item } from './attribute-value.ts';

/**
 * Bytes that an item counts for in DynamoDB: names and text in UTF-8, three bytes for each list or map and one for each of its members.
 * (Developer Guide, "DynamoDB item sizes and formats".)
 */
export function itemSize(item: Item): number {
  let bytes = 0;
  for (const name of Object.keys(item)) {
    const value = item[name];
    if (value) bytes += Buffer.byteLength(name) + valueSize(value);
  }
  return bytes;
}

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.M) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L) return value.L.reduce((bytes, member) => bytes + 1 + valueSize(member), 3);
  if (value.SS) return value.SS.reduce((bytes, member) => bytes + Buffer.byteLength(member), 0);
  if (value.NS) return value.NS.reduce((bytes, member) => bytes + numberSize(member), 0);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.BS) return value.BS.reduce((bytes, member) => bytes + Buffer.byteLength(member, 'base64'), 0);
  return 1;
}

/**
 * One byte, one for every two significant digits on each side of the point (rounded up on each side), one for a minus sign.
 * The Developer Guide's "one byte per two digits plus one" is only approximate.
 */
function numberSize(decimal: string): number {
  const negative = decimal.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  const leading = whole.replace(/^0+/, '');
  const wholeDigits = fraction ? leading : leading.replace(/0+$/, '');
  const fractionDigits = leading ? fraction : fraction.replace(/^0+/, '');
  return 1 + Math.ceil(wholeDigits.length / 2) + Math.ceil(fractionDigits.length / 2) + (negative ? 1 : 0);
}
