import { ByteReader, EndOfBytes } from './byte-reader.ts';

/** Properties of one list that are read; Outlook writes about fifty. */
const mostProperties = 2_000;
const mostValues = 1_000;

/** Bytes of a value by its type (MS-OXCDATA §2.11.1), as TNEF pads them to four. Absent: as long as it says. */
const fixed: Record<number, number> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 };
const wideText = 0x1f;
const multiple = 0x1000;
const firstNamed = 0x8000;

/** A value as its bytes, and whether these are UTF-16. */
export interface MapiValue {
  bytes: Uint8Array;
  isWide: boolean;
}

function skipName(reader: ByteReader): void {
  reader.take(16);
  const isText = reader.uint32() === 1;
  if (isText) reader.takePadded(reader.uint32());
  else reader.uint32();
}

/** The properties of an encoded list (MS-OXTNEF §2.1.3.4) by their ids, of several values the first. What is cut off is left out. */
export function readMapiProperties(bytes: Uint8Array): Map<number, MapiValue> {
  const found = new Map<number, MapiValue>();
  const reader = new ByteReader(bytes);
  try {
    const count = Math.min(reader.uint32(), mostProperties);
    for (let index = 0; index < count; index++) {
      const type = reader.uint16();
      const id = reader.uint16();
      if (id >= firstNamed) skipName(reader);
      const size = fixed[type & ~multiple];
      const counted = size === undefined || (type & multiple) !== 0;
      const values = counted ? reader.uint32() : 1;
      for (let value = 0; value < Math.min(values, mostValues); value++) {
        const content = reader.takePadded(size ?? reader.uint32());
        if (value === 0) found.set(id, { bytes: content, isWide: (type & ~multiple) === wideText });
      }
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error;
  }
  return found;
}

/** A text property without its zeros; `decode` reads those of one byte a character. */
export function mapiText(value: MapiValue | undefined, decode: (bytes: Uint8Array) => string): string {
  if (!value) return '';
  const text = value.isWide ? Buffer.from(value.bytes).toString('utf16le') : decode(value.bytes);
  return text.replace(/\0+$/, '').toWellFormed();
}
