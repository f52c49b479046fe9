import type { HeaderBlock } from './mail-headers.ts';

/** What SES takes out of a mail: what it writes itself, what is for SES only, and what recipients must not see. */
const removed = new Set(['message-id', 'date', 'bcc', 'return-path', 'x-ses-configuration-set', 'x-ses-message-tags']);

/** The mail as its recipients get it: SES's own Message-ID and Date in place of the sender's, everything else byte for byte. */
export function outgoingMail(raw: Buffer, { fields, newline }: HeaderBlock, messageId: string, date: string): Buffer {
  const parts: Buffer[] = [Buffer.from(`Message-ID: ${messageId}${newline}Date: ${date}${newline}`)];
  let from = 0;
  for (const { name, start, end } of fields) {
    if (!removed.has(name.toLowerCase())) continue;
    parts.push(raw.subarray(from, start));
    from = end;
  }
  parts.push(raw.subarray(from));
  return Buffer.concat(parts);
}
