import { firstHeader, type Header, readFields } from './header-block.ts';
import { readStructured, type Structured } from './parameters.ts';

/** A part of a mail as it came: its headers, and its content still encoded, a view on the mail. */
export interface MimeNode {
  headers: Header[];
  type: Structured;
  content: Uint8Array;
  /** The parts of a multipart; empty for everything else. */
  children: MimeNode[];
}

/** Levels of multipart in multipart. Mail from people has up to five. */
export const deepestNesting = 100;
/** Parts of all levels together; what comes after them is left out. */
export const mostParts = 10_000;
/** Bytes of all headers of all parts together: room for 10,000 attachments. */
export const mostPartHeaderBytes = 8 * 1024 * 1024;
/** RFC 2046 allows 70 characters; some programs write more. */
const longestBoundary = 500;
/** Lines of a mail that are searched for boundaries that are missing or never met, for all its multiparts together. */
const mostGuessedLines = 1_000;

const [lf, cr, dash] = [0x0a, 0x0d, 0x2d];

/** Thrown for mail that goes beyond a limit. */
export class MimeLimitError extends Error {
  override name = 'MimeLimitError';
}

function contentTypeOf(headers: readonly Header[], isDigest: boolean): Structured {
  const type = readStructured(firstHeader(headers, 'content-type') ?? '');
  if (type.value !== '') return type;
  return { ...type, value: isDigest ? 'message/rfc822' : 'text/plain' };
}

/** The end of the line that starts here, its line feed included. */
function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(lf, start);
  return end < 0 ? bytes.length : end + 1;
}

/** The text of a line that could be a boundary, without its dashes in front and the blanks behind. */
function markOf(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (bytes[start] !== dash || bytes[start + 1] !== dash || end - start > longestBoundary + 10) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start + 2, end - start - 2)
    .toString('latin1')
    .trimEnd();
}

/** The line before a boundary ends in a line break that belongs to the boundary (RFC 2046 §5.1.1). */
function withoutLastBreak(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (end > start && bytes[end - 1] === lf) end--;
  if (end > start && bytes[end - 1] === cr) end--;
  return bytes.subarray(start, end);
}

/** A multipart whose boundary is missing or is never met: the first line that could be one and is followed by a part's headers. */
function guessBoundary(content: Uint8Array, budget: { lines: number }): string | undefined {
  for (let at = 0; at < content.length && budget.lines > 0; budget.lines--) {
    const end = lineEnd(content, at);
    const mark = markOf(content, at, end);
    if (mark && /^content-[a-z-]+\s*:/i.test(Buffer.from(content.subarray(end, end + 80)).toString('latin1'))) return mark;
    at = end;
  }
  return undefined;
}

/** An open multipart, the boundary of its parts, and where the part that is being read starts. */
interface Open {
  node: MimeNode;
  boundary: string;
  contentStart: number;
}

/**
 * Takes a mail apart into its tree of parts, in one pass over its lines and without a copy. Enclosed messages stay whole: their words are
 * not the sender's. `raw` starts with the top headers. Throws `MimeLimitError` beyond a limit.
 */
export function readMimeTree(raw: Uint8Array): { root: MimeNode; cut: boolean } {
  let headerBytes = 0;
  let parts = 0;
  const guesses = { lines: mostGuessedLines };
  const open: Open[] = [];
  const byMark = new Map<string, number>();

  /** Reads a part's headers; gives the part and where its content starts. A boundary ends headers that no blank line ends. */
  const startPart = (start: number, isDigest: boolean): { node: MimeNode; contentStart: number } => {
    let at = start;
    let end = start;
    for (; at < raw.length; at = end) {
      end = lineEnd(raw, at);
      const isBlank = raw[at] === lf || (raw[at] === cr && raw[at + 1] === lf);
      if (isBlank) break;
      const mark = markOf(raw, at, end);
      if (mark !== undefined && (byMark.has(mark) || byMark.has(mark.replace(/--$/, '')))) end = at;
      if (end === at) break;
    }
    if (parts++ > 0) headerBytes += at - start;
    if (headerBytes > mostPartHeaderBytes) throw new MimeLimitError('headers of parts too long');
    const headers = readFields(raw.subarray(start, at));
    const type = contentTypeOf(headers, isDigest);
    return { node: { headers, type, content: raw.subarray(end, end), children: [] }, contentStart: Math.max(end, at) };
  };

  const root = startPart(0, false);
  let current: { node: MimeNode; contentStart: number } | undefined = root;

  const openMultipart = ({ node, contentStart }: { node: MimeNode; contentStart: number }): void => {
    if (!node.type.value.startsWith('multipart/')) return;
    if (open.length >= deepestNesting) throw new MimeLimitError('nested too deeply');
    const given = (node.type.parameters.get('boundary') ?? '').trimEnd();
    const rest = raw.subarray(contentStart);
    // Only the outermost is searched for its boundary: among many parts, that would take too long.
    const isLost =
      given === '' || (open.length === 0 && !Buffer.from(rest.buffer, rest.byteOffset, rest.length).includes(`--${given}`));
    const boundary = isLost ? guessBoundary(rest, guesses) : given;
    if (boundary === undefined || boundary.length > longestBoundary) return;
    byMark.set(boundary, open.length);
    open.push({ node, boundary, contentStart });
    current = undefined;
  };
  const endPart = (end: number, isBoundary: boolean): void => {
    if (current)
      current.node.content = isBoundary
        ? withoutLastBreak(raw, current.contentStart, end)
        : raw.subarray(current.contentStart, end);
    current = undefined;
  };
  const closeDown = (depth: number, end: number): void => {
    while (open.length > depth) {
      const closed = open.pop();
      if (!closed) return;
      // Parts in parts that share a boundary: the outer one has it again.
      const outer = open.findLastIndex(({ boundary }) => boundary === closed.boundary);
      if (outer < 0) byMark.delete(closed.boundary);
      else byMark.set(closed.boundary, outer);
      closed.node.content = raw.subarray(closed.contentStart, end);
    }
  };

  openMultipart(root);
  let at = root.contentStart;
  while (at < raw.length) {
    const end = lineEnd(raw, at);
    const mark = open.length > 0 ? markOf(raw, at, end) : undefined;
    const depth = mark === undefined ? undefined : byMark.get(mark);
    if (depth !== undefined) {
      endPart(at, true);
      closeDown(depth + 1, at);
      if (parts >= mostParts) return { root: root.node, cut: true };
      const parent = open[depth]?.node;
      const started = startPart(end, parent?.type.value === 'multipart/digest');
      parent?.children.push(started.node);
      current = started;
      openMultipart(started);
      at = started.contentStart;
      continue;
    }
    const closing = mark?.endsWith('--') ? byMark.get(mark.slice(0, -2)) : undefined;
    if (closing !== undefined) {
      endPart(at, true);
      closeDown(closing, at);
    }
    at = end;
  }
  endPart(raw.length, false);
  closeDown(0, raw.length);
  return { root: root.node, cut: false };
}
