import * as z from 'zod/mini';
import { tags } from './mailer.ts';
import type { DeliveryState, NoticeKey } from './outbox.ts';

const at = z.object({ timestamp: z.string() });
const recipients = z.array(z.object({ emailAddress: z.string(), diagnosticCode: z.optional(z.string()) }));

/**
 * What a configuration set publishes about a mail that SES took; only what we read of it.
 * Source: SES Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS".
 */
const published = z.object({
  eventType: z.string(),
  mail: z.object({
    timestamp: z.string(),
    messageId: z.string(),
    tags: z._default(z.record(z.string(), z.array(z.string())), {}),
  }),
  delivery: z.optional(at),
  deliveryDelay: z.optional(at),
  bounce: z.optional(
    z.object({
      ...at.shape,
      feedbackId: z.string(),
      bounceType: z.string(),
      bounceSubType: z._default(z.string(), ''),
      bouncedRecipients: recipients,
    }),
  ),
  complaint: z.optional(z.object({ ...at.shape, feedbackId: z.string(), complainedRecipients: recipients })),
  reject: z.optional(z.object({ reason: z.string() })),
});

/** What became of one of our mails. `failure` is there if it did not reach its recipient or was not wanted. */
export interface DeliveryEvent {
  sesMessageId: string;
  notice: NoticeKey;
  /** Undefined for "Send": SES has taken the mail, nothing more. */
  state: DeliveryState | undefined;
  at: string;
  failure: { id: string; recipients: string[]; permanent: boolean; detail: string } | undefined;
}

/**
 * Reads the body of an SQS message, with or without SNS's envelope. Undefined, with a reason, for what is no event about a notice: SES
 * checks a new destination with a line of plain text, and other software may use the configuration set.
 */
export function readDeliveryEvent(body: string): DeliveryEvent | { ignored: string } {
  const outer = json(body);
  const inner =
    typeof outer === 'object' && outer && 'Message' in outer && 'TopicArn' in outer ? json(String(outer.Message)) : outer;
  if (inner === undefined) return { ignored: 'plain text' };
  const event = published.parse(inner);
  const ticketId = event.mail.tags[tags.ticket]?.[0];
  const noticeId = event.mail.tags[tags.notice]?.[0];
  if (!ticketId || !noticeId) return { ignored: 'not about a notice' };
  return { sesMessageId: event.mail.messageId, notice: { ticketId, noticeId }, ...fate(event) };
}

type Published = z.infer<typeof published>;

function fate({
  eventType,
  mail,
  delivery,
  deliveryDelay,
  bounce,
  complaint,
  reject,
}: Published): Pick<DeliveryEvent, 'state' | 'at' | 'failure'> {
  if (bounce) {
    const detail = [
      bounce.bounceType,
      bounce.bounceSubType,
      ...bounce.bouncedRecipients.map((each) => each.diagnosticCode ?? ''),
    ];
    return {
      state: 'bounced',
      at: bounce.timestamp,
      failure: {
        id: bounce.feedbackId,
        recipients: bounce.bouncedRecipients.map((each) => each.emailAddress),
        permanent: bounce.bounceType === 'Permanent',
        detail: detail.filter(Boolean).join('; '),
      },
    };
  }
  if (complaint) {
    const to = complaint.complainedRecipients.map((each) => each.emailAddress);
    return {
      state: 'complained',
      at: complaint.timestamp,
      failure: { id: complaint.feedbackId, recipients: to, permanent: true, detail: 'complaint' },
    };
  }
  if (reject) {
    return {
      state: 'rejected',
      at: mail.timestamp,
      failure: { id: mail.messageId, recipients: [], permanent: true, detail: reject.reason },
    };
  }
  if (delivery) return { state: 'delivered', at: delivery.timestamp, failure: undefined };
  if (deliveryDelay) return { state: 'delayed', at: deliveryDelay.timestamp, failure: undefined };
  if (eventType === 'Send') return { state: undefined, at: mail.timestamp, failure: undefined };
  throw new Error(`eventType: ${eventType} is none that the configuration set is asked to publish`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
