/** How deep values may lie in values; the content of a signed mail lies six deep. */
const deepest = 12;
const mostValues = 10_000;
/** Where the content lies: ContentInfo, [0], SignedData, EncapsulatedContentInfo, [0]. Certificates are one level higher. */
const contentDepth = 4;
/** The object id of signed data, 1.2.840.113549.1.7.2; it stands within the first bytes. */
const signedData = Buffer.from('06092a864886f70d010702', 'hex');
const longestStart = 40;

interface Value {
  tag: number;
  /** Where the content starts and ends; an open end is found by reading what is in it. */
  start: number;
  end: number | undefined;
}

const [octets, constructedOctets, sequence, explicit, endOfContents] = [0x04, 0x24, 0x30, 0xa0, 0x00];

/** The tag and length at a place (BER, X.690 §8.1); `undefined` where they do not fit. */
function readHead(bytes: Uint8Array, at: number, limit: number): Value | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || at + 2 > limit) return undefined;
  if (first === 0x80) return { tag, start: at + 2, end: undefined };
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 4) return undefined;
  let length = count === 0 ? first : 0;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  const start = at + 2 + count;
  // What is cut off ends with the bytes.
  return { tag, start, end: Math.min(start + length, limit) };
}

/**
 * What an opaque S/MIME signature signs (RFC 5652 §5.2, the encapsulated content), itself a part with headers: `undefined` where there is
 * none, as in an encrypted mail. Only taken out, nothing is verified. Linear; never throws.
 */
export function signedContent(bytes: Uint8Array): Uint8Array | undefined {
  if (!Buffer.from(bytes.subarray(0, longestStart)).includes(signedData)) return undefined;
  const pieces: Uint8Array[] = [];
  let values = 0;
  /** Reads the values from a place on; gives where they end. Octets count only within [0] of a sequence whose octets come first. */
  const visit = (from: number, end: number | undefined, outer: number, depth: number, isContent: boolean): number => {
    // An open end lies within whatever it is in, or bytes after that would be read twice.
    const limit = end ?? outer;
    let at = from;
    while (at < limit && values++ < mostValues) {
      const value = readHead(bytes, at, limit);
      if (!value) return limit;
      if (value.tag === endOfContents && end === undefined) return value.start;
      // Octets that were taken are not looked into: their bytes would be taken twice.
      const isOctets = value.tag === constructedOctets || (value.tag === octets && value.end === undefined);
      if (isContent && value.tag === octets && value.end !== undefined) pieces.push(bytes.subarray(value.start, value.end));
      const isOpen = value.tag === sequence || value.tag === explicit || (isContent && isOctets);
      const isDone = pieces.length > 0 && !isContent;
      if (isOpen && depth < deepest && !isDone) {
        const isInside = isContent || (value.tag === explicit && depth === contentDepth);
        const inner = visit(value.start, value.end, limit, depth + 1, isInside);
        at = value.end ?? inner;
      } else if (value.end === undefined) return limit;
      else at = value.end;
    }
    return at;
  };
  visit(0, bytes.length, bytes.length, 0, false);
  return pieces.length === 0 ? undefined : Buffer.concat(pieces);
}
