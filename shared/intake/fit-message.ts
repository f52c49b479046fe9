import type { Address, Forwarded, InboundMessage, MailMessage } from './inbound-message.ts';

/** UTF-8 bytes of a text that one event keeps: DynamoDB items end at 400 KB, and a character may take three or four. */
export const mostTextBytes = 150_000;
/** UTF-8 bytes of what is new in a message; where it is more, the text is shown whole instead. */
export const mostVisibleBytes = 30_000;
/** Addresses of one message that are kept, of each of To and Cc. */
export const mostRecipients = 50;
/** Failed recipients, and Message-IDs that were not delivered, that one bounce may name. */
export const mostFailures = 50;
/** Octets of an address; a longer one is nobody's (RFC 5321, 4.5.3.1.3: 256 with its brackets). */
const longestAddress = 254;
const longestName = 100;
const longestDetail = 2000;
/** Characters of a forwarded mail's subject. */
const longestForwardedSubject = 200;

const fitAddress = ({ address, name }: Address): Address =>
  name === undefined ? { address } : { address, name: name.slice(0, longestName) };

const fitRecipients = (all: readonly Address[]): Address[] =>
  all
    .filter(({ address }) => Buffer.byteLength(address, 'utf8') <= longestAddress)
    .slice(0, mostRecipients)
    .map(fitAddress);

/** The longest beginning of a text that fits, never half a character. */
function fitText(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= mostTextBytes) return text;
  let end = mostTextBytes;
  // A byte 10xxxxxx continues a character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}

const fitForwarded = ({ from, date, subject }: Forwarded): Forwarded => ({
  from: from && { address: from.address?.slice(0, longestAddress), name: from.name?.slice(0, longestName) },
  date: date?.slice(0, longestName),
  subject: subject?.slice(0, longestForwardedSubject),
});

function fitMessage(message: MailMessage): MailMessage {
  const text = fitText(message.text);
  const { visible, forwarded } = message;
  return {
    ...message,
    text,
    textCut: message.textCut || text.length < message.text.length,
    visible: visible !== undefined && Buffer.byteLength(visible, 'utf8') <= mostVisibleBytes ? visible : undefined,
    forwarded: forwarded && fitForwarded(forwarded),
    from: fitAddress(message.from),
    to: fitRecipients(message.to),
    cc: fitRecipients(message.cc),
  };
}

/** The message as one event can keep it, whatever its sender put in: cut where it must be, the raw original being kept whole. */
export function fitInbound(inbound: InboundMessage): InboundMessage {
  const { failedDelivery: failed } = inbound;
  return {
    ...inbound,
    message: fitMessage(inbound.message),
    failedDelivery: failed && {
      ...failed,
      messageIds: failed.messageIds.slice(0, mostFailures),
      recipients: failed.recipients.slice(0, mostFailures),
      detail: failed.detail.slice(0, longestDetail),
    },
  };
}
