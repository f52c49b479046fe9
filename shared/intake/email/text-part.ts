import { decodeText } from './charsets.ts';
import { joinFlowed } from './flowed.ts';
import { charsetOfWords, firstHeader } from './header-block.ts';
import type { MimeNode } from './mime-tree.ts';
import { decodeTransfer } from './transfer-encoding.ts';
import { type InlineFile, takeUuencoded } from './uuencode.ts';

/** Bytes of plain text of one mail that are decoded, over all its parts; a ticket keeps 60,000 characters. */
const mostPlainBytes = 2_000_000;
/** The same of HTML, in which markup and pasted images take most of the room. */
const mostHtmlBytes = 4_000_000;
/** The same of text with files in uuencode. */
const mostUuencodedBytes = 24 * 1024 * 1024;
/** Quoted-printable takes three bytes for one. */
const widestEncoding = 3;

export interface TextReader {
  /** The text of a part, and the files that stood in it. */
  read(node: MimeNode): { text: string; files: { name: string; content: Uint8Array }[] };
  /** Text beyond the limits was left out. */
  isCut(): boolean;
}

const isHtml = ({ type }: MimeNode): boolean => type.value === 'text/html';

/** What HTML says of its own charset, for parts whose headers say nothing. */
function charsetInHtml(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_000)).toString('latin1');
  return /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([^\s"'>;]{1,40})/i.exec(head)?.[1];
}

/** Reads the text parts of one mail, whose limits they share. */
export function createTextReader(root: MimeNode): TextReader {
  const left = { plain: mostPlainBytes, html: mostHtmlBytes, uuencoded: mostUuencodedBytes };
  const mailCharset = charsetOfWords(root.headers);
  let cut = false;

  const upTo = (bytes: Uint8Array, most: number): Uint8Array => {
    if (bytes.length > most) cut = true;
    return bytes.subarray(0, most);
  };

  const withoutFiles = (encoded: Uint8Array): { bytes: Uint8Array; files: InlineFile[] } => {
    const bytes = upTo(encoded, left.uuencoded);
    left.uuencoded -= bytes.length;
    const { text, files } = takeUuencoded(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'));
    return { bytes: files.length === 0 ? bytes : Buffer.from(text, 'latin1'), files };
  };

  return {
    isCut: () => cut,
    read: (node) => {
      const { headers, type, content } = node;
      const kind = isHtml(node) ? 'html' : 'plain';
      const encoding = firstHeader(headers, 'content-transfer-encoding');
      const mayHaveFiles = kind === 'plain' && Buffer.from(content.buffer, content.byteOffset, content.length).includes('begin ');
      const most = mayHaveFiles ? left.uuencoded : left[kind] * widestEncoding;
      const decoded = decodeTransfer(upTo(content, most), encoding);
      const { bytes, files } = mayHaveFiles ? withoutFiles(decoded) : { bytes: decoded, files: [] };
      const near = upTo(bytes, left[kind]);
      left[kind] -= near.length;
      const text = decodeText(
        near,
        type.parameters.get('charset') ?? (kind === 'html' ? charsetInHtml(near) : undefined),
        mailCharset,
      );
      const isFlowed = kind === 'plain' && /^flowed$/i.test(type.parameters.get('format') ?? '');
      return {
        text: isFlowed ? joinFlowed(text, /^yes$/i.test(type.parameters.get('delsp') ?? '')) : text,
        files: files.map((file) => ({
          name: decodeText(Buffer.from(file.name, 'latin1'), undefined, mailCharset),
          content: file.content,
        })),
      };
    },
  };
}
