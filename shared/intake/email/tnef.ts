import { ByteReader, EndOfBytes } from './byte-reader.ts';
import { decodeText } from './charsets.ts';
import { type MapiValue, mapiText, readMapiProperties } from './mapi-properties.ts';

/** What Outlook packs into a `winmail.dat` (MS-OXTNEF). */
export interface Tnef {
  files: { name: string | null; type: string; content: Uint8Array }[];
  /** Its own copy of what was written; '' where there is none. */
  text: string;
  html: string;
}

const signature = 0x223e9f78;
/** Files of one such part that are read. */
const mostFiles = 100;
const mostAttributes = 10_000;

const attribute = {
  body: 0x0002800c,
  attachData: 0x0006800f,
  attachTitle: 0x00018010,
  attachStart: 0x00069002,
  messageProperties: 0x00069003,
  attachProperties: 0x00069005,
  codePage: 0x00069007,
};
const property = {
  body: 0x1000,
  bodyHtml: 0x1013,
  data: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeType: 0x370e,
  displayName: 0x3001,
};
/** An attached object begins with the id of its kind; a message inside is again TNEF, an OLE object is not for reading. */
const objectIdLength = 16;

interface Packed {
  title: Uint8Array | undefined;
  data: Uint8Array | undefined;
  properties: Map<number, MapiValue>;
}

interface Contents {
  packed: Packed[];
  body: Uint8Array | undefined;
  message: Map<number, MapiValue>;
  codePage: number | undefined;
}

function readAttributes(bytes: Uint8Array): Contents | undefined {
  const reader = new ByteReader(bytes);
  const contents: Contents = { packed: [], body: undefined, message: new Map(), codePage: undefined };
  if (reader.left < 6 || reader.uint32() !== signature) return undefined;
  reader.uint16();
  try {
    for (let count = 0; reader.left >= 11 && count < mostAttributes; count++) {
      reader.uint8();
      const id = reader.uint32();
      const value = reader.take(reader.uint32());
      reader.uint16();
      const last = contents.packed.at(-1);
      if (id === attribute.attachStart) {
        if (contents.packed.length === mostFiles) break;
        contents.packed.push({ title: undefined, data: undefined, properties: new Map() });
      } else if (id === attribute.attachTitle && last) last.title = value;
      else if (id === attribute.attachData && last) last.data = value;
      else if (id === attribute.attachProperties && last) last.properties = readMapiProperties(value);
      else if (id === attribute.messageProperties) contents.message = readMapiProperties(value);
      else if (id === attribute.body) contents.body = value;
      else if (id === attribute.codePage && value.length >= 4) contents.codePage = new ByteReader(value).uint32();
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error;
  }
  return contents;
}

/** Reads a `winmail.dat`; `undefined` if it is none. Never throws: what is cut off or broken is left out. Contents are views, not copies. */
export function readTnef(bytes: Uint8Array): Tnef | undefined {
  const contents = readAttributes(bytes);
  if (!contents) return undefined;
  const { packed, message, codePage } = contents;
  const decode = (value: Uint8Array): string => decodeText(value, codePage === undefined ? undefined : `cp${codePage}`);
  const files = packed.flatMap(({ title, data, properties }) => {
    const object = properties.get(property.data)?.bytes;
    const content = data ?? object?.subarray(objectIdLength);
    if (!content) return [];
    const names = [property.longFileName, property.fileName, property.displayName].map((id) =>
      mapiText(properties.get(id), decode),
    );
    const name = names.find((each) => each !== '') ?? (title ? decode(title).replace(/\0+$/, '') : '');
    const type = mapiText(properties.get(property.mimeType), decode).toLowerCase();
    return [{ name: name === '' ? null : name, type: type === '' ? 'application/octet-stream' : type, content }];
  });
  const body = mapiText(message.get(property.body), decode);
  return {
    files,
    text: body === '' && contents.body ? decode(contents.body).replace(/\0+$/, '') : body,
    html: mapiText(message.get(property.bodyHtml), decode),
  };
}
