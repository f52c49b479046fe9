import * as z from 'zod/mini';
import type { Channel } from './channels.ts';

/** A mail address in lower case, with the display name that came with it. */
export const address = z.object({ address: z.string(), name: z.optional(z.string()) });
export type Address = z.infer<typeof address>;

/** Who asks for something, by whatever they are known. `phone` in E.164, `account` as partners and portals name it. */
export const requester = z.object({
  address: z.optional(z.string()),
  name: z.optional(z.string()),
  phone: z.optional(z.string()),
  account: z.optional(z.string()),
});
export type Requester = z.infer<typeof requester>;

/**
 * Why a file should not be opened by whoever only reads mail: it runs or leads to what runs (`holds-program`: an archive with such a file),
 * hides from scanners, or is other than its name says.
 */
export const dangers = [
  'program',
  'script',
  'shortcut',
  'disk-image',
  'macros',
  'holds-program',
  'encrypted-archive',
  'disguised',
] as const;
export type Danger = (typeof dangers)[number];

/** A file that came with a message, kept in the mail bucket under `key`. `size` in bytes. */
export const attachment = z.object({
  name: z.string(),
  type: z.string(),
  size: z.int(),
  key: z.string(),
  /** By which the message's HTML shows it (`data-cid`). */
  contentId: z.optional(z.string()),
  dangerous: z.optional(z.enum(dangers)),
});
export type Attachment = z.infer<typeof attachment>;

/** Where a forwarded message came from, as the sender's mail program wrote it: the date in its language, the address as it may be. */
export const forwarded = z.object({
  from: z.optional(z.object({ address: z.optional(z.string()), name: z.optional(z.string()) })),
  date: z.optional(z.string()),
  subject: z.optional(z.string()),
});
export type Forwarded = z.infer<typeof forwarded>;

/** One message as the timeline keeps it, whatever channel it came by. */
export const message = z.object({
  id: z.string(),
  from: requester,
  to: z.array(address),
  cc: z.array(address),
  text: z.string(),
  /** The text was cut to `longestText`; the whole of it is in the bucket under `rawKey`. */
  textCut: z.boolean(),
  /** What is new in it, without quotes and signature; absent where that is all of the text. */
  visible: z.optional(z.string()),
  /** The text passes on another mail, and is shown whole. */
  forwarded: z.optional(forwarded),
  attachments: z.array(attachment),
  /** Attachments beyond `mostAttachments` are only in the raw mail. */
  attachmentsCut: z.boolean(),
  /** The original, byte for byte, in the mail bucket. */
  rawKey: z.optional(z.string()),
  /** The message as HTML that is safe to show, in the mail bucket; absent where it came as plain text. */
  htmlKey: z.optional(z.string()),
  /** Signed (we do not check by whom) or encrypted: then only the raw mail has what it says. */
  protection: z.optional(z.enum(['signed', 'encrypted'])),
  /** The RFC 5322 Message-ID, without its angle brackets. */
  rfcMessageId: z.optional(z.string()),
  sentAt: z.optional(z.string()),
  /** Nobody vouches that it is from `from`: it may be anybody's. See trust.ts. */
  unverified: z.optional(z.literal(true)),
  /** The chat that it was said in: its visitor may read it there. */
  chatId: z.optional(z.string()),
});
export type Message = z.infer<typeof message>;
/** Whoever mails has an address. */
export type MailMessage = Message & { from: Address };

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
  /** Whether anything vouches for the From address (DMARC; where there is no policy, SPF or DKIM). `fail`: it may be anybody's. */
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
  message: MailMessage;
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
  /** Found in the mail bucket without a row in the ledger, and taken in from there. */
  recovered?: true | undefined;
  /** The agent who let it out of quarantine. */
  releasedBy?: string | undefined;
  /** The envelope sender, '' for the null sender. */
  envelopeFrom?: string | undefined;
}
