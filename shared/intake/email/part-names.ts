import { decodeWords } from './encoded-words.ts';
import { firstHeader, type Header, readHeaderBlock } from './header-block.ts';
import type { MimeNode } from './mime-tree.ts';
import { readStructured } from './parameters.ts';

const longestContentId = 500;

/** The file name that a part was given, `null` if none: of its disposition, else of its type. */
export function nameOfPart({ headers, type }: MimeNode): string | null {
  const { parameters } = readStructured(firstHeader(headers, 'content-disposition') ?? '');
  const names = [
    parameters.get('filename'),
    type.parameters.get('name'),
    parameters.get('name'),
    type.parameters.get('filename'),
  ];
  return names.find((name) => name) ?? null;
}

/** `attachment`, `inline`, or whatever else the sender wrote, in lower case. */
export function dispositionOf(headers: readonly Header[]): string | undefined {
  const { value } = readStructured(firstHeader(headers, 'content-disposition') ?? '');
  return value === '' ? undefined : value;
}

/** The id by which HTML shows a part, without angle brackets. */
export function contentIdOf(headers: readonly Header[]): string | undefined {
  const id = firstHeader(headers, 'content-id')?.replace(/[<>\s]/g, '');
  return id === undefined || id === '' || id.length > longestContentId ? undefined : id;
}

/** An enclosed message goes by its subject. */
export function nameOfMessage(content: Uint8Array): string | null {
  const { headers } = readHeaderBlock(content.subarray(0, 64 * 1024));
  const subject = decodeWords((firstHeader(headers, 'subject') ?? '').slice(0, 1_000)).trim();
  // A slash would make the name end before it.
  return subject === '' ? null : `${subject.slice(0, 100).replace(/[/\\]/g, '-')}.eml`;
}
