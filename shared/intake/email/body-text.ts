import { longestText } from '../inbound-message.ts';
import { htmlToText } from './html-to-text.ts';
import { cutText } from './one-line.ts';
import type { ParsedMail } from './parse-mime.ts';

/** LF line ends, no control characters but tab, nothing blank around. */
function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, '')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}

/** A mail whose only body is text of a type that no body has, such as text/enriched. */
function oddText({ parts }: ParsedMail): string {
  const [first] = parts;
  if (!first || first.name !== null || !/^text(?:\/(?!calendar|rfc822|csv|vcard|x-vcard|directory)|$)/.test(first.type))
    return '';
  return Buffer.from(first.content.buffer, first.content.byteOffset, Math.min(first.content.length, longestText * 4)).toString(
    'utf8',
  );
}

/** What was written, as plain text of at most `longestText` characters: the text part, else the HTML, else whatever text there is. */
export function bodyText(mail: ParsedMail): { text: string; textCut: boolean } {
  const plain = mail.text ?? '';
  const html = mail.html ?? '';
  const hasPlain = /\S/.test(plain);
  const whole = hasPlain ? plain : html === '' ? oddText(mail) : htmlToText(html, longestText + 1);
  // Tidying can only shorten, so twice the limit is plenty to look at, and a 40 MB text is not copied.
  const near = tidy(whole.slice(0, longestText * 2));
  const text = cutText(near, longestText);
  return { text, textCut: mail.cut || text.length < near.length || whole.length > longestText * 2 };
}
