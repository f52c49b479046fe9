import { oneLine } from './one-line.ts';

/** Characters of a file name that a message keeps, extension included. */
export const longestFileName = 150;

/** What a part without a name is called, by its type; agents open these from a browser, so the ending matters. */
const endings: Record<string, string> = {
  'message/rfc822': '.eml',
  'message/delivery-status': '.txt',
  'message/feedback-report': '.txt',
  'text/rfc822-headers': '.txt',
  'text/plain': '.txt',
  'text/html': '.html',
  'text/calendar': '.ics',
  'application/ics': '.ics',
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
};

/** Cuts the stem, never the extension: the extension says how the file opens. */
function shorten(name: string, longest: number): string {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 20 ? name.slice(dot) : '';
  return name.length <= longest ? name : [...name.slice(0, longest - extension.length)].filter(isWhole).join('') + extension;
}

function isWhole(character: string): boolean {
  const code = character.charCodeAt(0);
  return character.length > 1 || code < 0xd800 || code > 0xdfff;
}

/** A name fit for a download: no path, no control or direction characters, nothing a file system reserves. `position` counts from 1. */
export function safeFileName(name: string | null, type: string, position: number): string {
  const base =
    oneLine(name ?? '', 10_000)
      .split(/[\\/]/)
      .at(-1) ?? '';
  const clean = base.replace(/[<>"|?*]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  return clean === '' ? `attachment-${position}${endings[type] ?? ''}` : shorten(clean, longestFileName);
}

/** The key in the mail bucket: plain characters only, so that it reads the same in URLs, policies and logs. */
export function attachmentKey(messageId: string, position: number, name: string): string {
  return `attachments/${messageId}/${position}-${name.normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '_')}`;
}

/** Where the message is kept as HTML that is safe to show, beside its attachments. */
export function safePageKey(messageId: string): string {
  return `attachments/${messageId}/message.html`;
}
