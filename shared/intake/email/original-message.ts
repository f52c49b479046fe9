import { readHeaderBlock } from './header-block.ts';
import { readMessageIds, referencesOf } from './message-ids.ts';
import type { ParsedMail, Part } from './parse-mime.ts';

/** Characters of a report's text that are searched for the message it is about. */
const longestSearch = 200_000;

const carriesMessage = (part: Part): boolean => /^(?:message\/(?:rfc822|global)|text\/rfc822)(?:-headers)?$/.test(part.type);

/** Message-ID fields within text, quoted or not; the id may stand on the next line. */
const quotedField = /^[>|\s]{0,20}message-id\s{0,5}:\s{0,5}(?:\r?\n[>|\s]{0,20})?([^\r\n]{1,1000})/gim;

/**
 * The Message-IDs of the message that a report is about: from the message it encloses, else from the copy quoted in its text, else
 * from what the report itself answers, which is where some servers put it.
 */
export function originalMessageIds(mail: ParsedMail): string[] {
  const enclosed = mail.parts.filter(carriesMessage).flatMap(({ content }) =>
    readHeaderBlock(content)
      .headers.filter(({ name }) => name === 'message-id')
      .flatMap(({ value }) => readMessageIds(value)),
  );
  if (enclosed.length > 0) return [...new Set(enclosed)];
  const quoted = [...(mail.text ?? '').slice(0, longestSearch).matchAll(quotedField)].flatMap(([, value = '']) =>
    readMessageIds(value),
  );
  return quoted.length > 0 ? [...new Set(quoted)] : referencesOf(mail.headers);
}

/** Whether a message is enclosed, whole or its headers. */
export function enclosesOriginal(mail: ParsedMail): boolean {
  return mail.parts.some(carriesMessage);
}

/** The headers of enclosed messages: they say whom the message was for where the report does not. */
export function originalHeaders(mail: ParsedMail): { name: string; value: string }[] {
  return mail.parts.filter(carriesMessage).flatMap(({ content }) => readHeaderBlock(content).headers);
}
