import { firstHeader } from './header-block.ts';
import { htmlFromText } from './html-from-text.ts';
import { htmlToText, longestHtml } from './html-to-text.ts';
import { type MimeNode, readMimeTree } from './mime-tree.ts';
import { contentIdOf, dispositionOf, nameOfMessage, nameOfPart } from './part-names.ts';
import { signedContent } from './signed-content.ts';
import { createTextReader } from './text-part.ts';
import { readTnef, type Tnef } from './tnef.ts';
import { decodeTransfer } from './transfer-encoding.ts';

/** A part that is not the body: a file, an enclosed message, a report. `content` is decoded and may share memory with the mail. */
export interface Part {
  name: string | null;
  /** Lower case, without parameters. */
  type: string;
  content: Uint8Array;
  /** By which the HTML shows it, without angle brackets. */
  contentId?: string | undefined;
}

export interface Bodies {
  /** `undefined` if the mail says all it says in HTML. */
  text: string | undefined;
  html: string | undefined;
  parts: Part[];
  /** Text beyond the limits was left out. */
  cut: boolean;
}

/** What a mail says at one place: as text, as HTML, or as both for the reader to choose. */
interface Piece {
  plain: string[];
  html: string[];
}

const aPiece = (): Piece => ({ plain: [], html: [] });
const isBlank = (texts: readonly string[]): boolean => !texts.some((text) => /\S/.test(text));
const isEmpty = ({ plain, html }: Piece): boolean => isBlank(plain) && isBlank(html);

/** A multipart without parts has lost its boundary: what it says is read as text. */
const isReadable = (type: string): boolean => /^(?:text(?:\/plain|\/html)?|multipart\/.*)$/.test(type);
/** What the text and the HTML beside it say, for programs that run pages and for watches. */
const otherWording = /^text\/(?:x-amp-html|(?:x-)?watch-html)$/;
const isOpaque = /^application\/(?:x-)?pkcs7-mime$/;
const isTnef = (type: string, name: string | null): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(name ?? '');

/** Sorts the parts of a mail into what it says and what comes with it. */
export function sortParts(root: MimeNode): Bodies {
  const pieces: Piece[] = [];
  const parts: Part[] = [];
  const packed: Tnef[] = [];
  const named: MimeNode[] = [];
  const reader = createTextReader(root);
  let isUnwrapped = false;

  const say = (node: MimeNode, piece: Piece): void => {
    const { text, files } = reader.read(node);
    piece[node.type.value === 'text/html' ? 'html' : 'plain'].push(text);
    for (const { name, content } of files) parts.push({ name, type: 'application/octet-stream', content });
  };

  const addFile = (node: MimeNode, given: string | null): void => {
    const { headers, type } = node;
    const content = decodeTransfer(node.content, firstHeader(headers, 'content-transfer-encoding'));
    const tnef = isTnef(type.value, given) ? readTnef(content) : undefined;
    if (tnef) packed.push(tnef);
    if (tnef && tnef.files.length > 0) {
      parts.push(...tnef.files);
      return;
    }
    // What is signed as one opaque lump is shown as well; a lump within is left alone.
    const signed = isOpaque.test(type.value) && !isUnwrapped ? signedContent(content) : undefined;
    if (signed) {
      isUnwrapped = true;
      visit(readMimeTree(signed).root, undefined, '');
    }
    const name = given ?? (type.value === 'message/rfc822' ? nameOfMessage(content) : null);
    parts.push({ name, type: type.value, content, contentId: contentIdOf(headers) });
  };

  const visit = (node: MimeNode, piece: Piece | undefined, parent: string): void => {
    const type = node.type.value;
    if (node.children.length > 0) {
      const own = piece ?? (type === 'multipart/alternative' ? aPiece() : undefined);
      if (own && !piece) pieces.push(own);
      for (const child of node.children) visit(child, own, type);
      return;
    }
    const name = nameOfPart(node);
    const isFile = dispositionOf(node.headers) === 'attachment' || !isReadable(type);
    if (isFile && name === null && piece && !isEmpty(piece) && otherWording.test(type)) return;
    // Text with a file name is a file, unless it stands where only the body can.
    if (!isFile && (name === null || node === root || parent === 'multipart/alternative')) {
      const own = piece ?? aPiece();
      if (!piece) pieces.push(own);
      say(node, own);
      return;
    }
    if (!isFile) named.push(node);
    addFile(node, name);
  };

  visit(root, undefined, '');
  const [first] = named;
  const [packedText] = packed.filter(({ text, html }) => /\S/.test(text + html));
  if (pieces.every(isEmpty) && packedText) pieces.push({ plain: [packedText.text], html: [packedText.html] });
  // A mail whose only text has a file name, as some phones and scanners send it, says what the file says.
  else if (pieces.every(isEmpty) && first) {
    const piece = aPiece();
    pieces.push(piece);
    say(first, piece);
  }
  return { ...render(pieces), parts, cut: reader.isCut() };
}

function render(pieces: readonly Piece[]): Pick<Bodies, 'text' | 'html'> {
  const hasPlain = pieces.some(({ plain }) => !isBlank(plain));
  const hasHtml = pieces.some(({ html }) => !isBlank(html));
  const text = pieces.flatMap(({ plain, html }) =>
    isBlank(plain) && html.length > 0 ? html.map((part) => htmlToText(part, longestHtml)) : plain,
  );
  const html = pieces.flatMap((piece) => (isBlank(piece.html) ? piece.plain.map(htmlFromText) : piece.html));
  return { text: hasPlain ? text.join('\n') : undefined, html: hasHtml ? html.join('\n') : undefined };
}
