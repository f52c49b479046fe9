import * as z from 'zod/mini';
import type { Channel } from './channels.ts';

/** A mail address in lower case, with the display name that came with it. */
export const address = z.object({ address: z.string(), name: z.optional(z.string()) });
export type Address = z.infer<typeof address>;

/** Who asks for something: an address, and by what else they are known. `phone` in E.164, `account` as partners and portals name it. */
export const requester = z.extend(address, { phone: z.optional(z.string()), account: z.optional(z.string()) });
export type Requester = z.infer<typeof requester>;

/** A file that came with a message, kept in the mail bucket under `key`. `size` in bytes. */
export const attachment = z.object({ name: z.string(), type: z.string(), size: z.int(), key: z.string() });
export type Attachment = z.infer<typeof attachment>;

/** One message as the timeline keeps it, whatever channel it came by. */
export const message = z.object({
  id: z.string(),
  from: address,
  to: z.array(address),
  cc: z.array(address),
  text: z.string(),
  /** The text was cut to `longestText`; the whole of it is in the bucket under `rawKey`. */
  textCut: z.boolean(),
  attachments: z.array(attachment),
  /** Attachments beyond `mostAttachments` are only in the raw mail. */
  attachmentsCut: z.boolean(),
  /** The original, byte for byte, in the mail bucket. */
  rawKey: z.optional(z.string()),
  /** The RFC 5322 Message-ID, without its angle brackets. */
  rfcMessageId: z.optional(z.string()),
  sentAt: z.optional(z.string()),
});
export type Message = z.infer<typeof message>;

/** Local part of the address that notices to staff come from. Nobody reads it. */
export const noReplyMailbox = 'no-reply';

/** Characters of a message's text that a ticket event keeps; DynamoDB items end at 400 KB. The raw mail has the rest. */
export const longestText = 60_000;
export const mostAttachments = 100;

/** Who or what wrote: only a `person` is ever answered automatically. */
export const natures = ['person', 'auto-reply', 'auto-generated', 'bulk', 'bounce'] as const;
export type Nature = (typeof natures)[number];

/** What the receiving side found out about a mail, from the service itself and never from headers that a sender can write. */
export interface Verdicts {
  spam: 'pass' | 'fail' | 'unknown';
  virus: 'pass' | 'fail' | 'unknown';
  /** Whether the domain of the From address vouches for the mail (DMARC). `fail`: the sender may be anybody. */
  sender: 'pass' | 'fail' | 'unknown';
}

/** What every channel function makes of what arrived, and all that `takeIn` needs to know of it. */
export interface InboundMessage {
  channel: Channel;
  /** Identifies this delivery for ever: a repeat has the same. For mail, the SES message id. */
  sourceId: string;
  /** When the outside world handed it to us; promises count from here, however late it is processed. */
  receivedAt: Date;
  /** Our own addresses it came to, lower case, from the envelope. */
  recipients: string[];
  subject: string;
  message: Message;
  nature: Nature;
  /** Why it is not taken for a person's, in a few words. */
  natureReason: string | undefined;
  verdicts: Verdicts;
  /** Message-IDs it refers to, without angle brackets, nearest first. */
  references: string[];
  /** For a bounce: Message-IDs of ours that it says were not delivered, and to whom. */
  failedDelivery: { messageIds: string[]; recipients: string[]; permanent: boolean; detail: string } | undefined;
  /** Tells this message's content from another's that repeats its Message-ID. */
  contentDigest: string;
  /** A language the sender's mail program says, such as `fr`; a hint only. */
  language: string | undefined;
}
