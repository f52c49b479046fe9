import * as z from 'zod/mini';
import { cleanAddress } from './addresses.ts';
import type { FailedDelivery } from './bounce.ts';
import { longestReport, mostReported } from './delivery-report.ts';
import { oneLine } from './one-line.ts';

const person = z.object({
  emailAddress: z.string(),
  status: z.optional(z.string()),
  diagnosticCode: z.optional(z.string()),
});

/** What SES says of a mail, as SNS passes it on by mail (SES developer guide, "Contents of notifications"). */
const sesReport = z.object({
  notificationType: z.optional(z.string()),
  eventType: z.optional(z.string()),
  bounce: z.optional(z.object({ bounceType: z.string(), bouncedRecipients: z.array(person) })),
  complaint: z.optional(
    z.object({ complainedRecipients: z.array(person), complaintFeedbackType: z.optional(z.nullable(z.string())) }),
  ),
  mail: z.optional(z.object({ messageId: z.optional(z.string()) })),
});
const snsMessage = z.object({ Message: z.string() });

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object that a text begins with: SNS writes how to unsubscribe below it, sendmail breaks long lines with `!`. */
function leadingObject(text: string): unknown {
  const start = text.slice(0, longestReport).trimStart();
  if (!start.startsWith('{')) return undefined;
  const whole = start.replace(/!\r?\n /g, '');
  return parsedJson(whole) ?? parsedJson(whole.slice(0, whole.lastIndexOf('\n--')).trimEnd());
}

/** A bounce or complaint of SES that came as JSON in a mail. `undefined` for anything else. */
export function readSesReport(text: string): FailedDelivery | 'delivered' | undefined {
  const outer = leadingObject(text);
  const sns = z.safeParse(snsMessage, outer);
  const parsed = z.safeParse(sesReport, sns.success ? parsedJson(sns.data.Message) : outer);
  if (!parsed.success) return undefined;
  const { bounce, complaint, mail, notificationType, eventType } = parsed.data;
  const kind = notificationType ?? eventType;
  const messageIds = mail?.messageId === undefined ? [] : [mail.messageId];
  const named = (people: readonly { emailAddress: string }[]) =>
    [...new Set(people.flatMap(({ emailAddress }) => cleanAddress(emailAddress) ?? []))].slice(0, mostReported);
  if (kind === 'Bounce' && bounce) {
    const permanent = bounce.bounceType !== 'Transient';
    const [first] = bounce.bouncedRecipients;
    const said = first?.diagnosticCode ?? first?.status ?? '';
    return { messageIds, recipients: named(bounce.bouncedRecipients), permanent, detail: oneLine(`not delivered ${said}`, 200) };
  }
  if (kind === 'Complaint' && complaint) {
    const detail = `complaint: ${oneLine(complaint.complaintFeedbackType ?? 'unknown', 40)}`;
    return { messageIds, recipients: named(complaint.complainedRecipients), permanent: false, detail };
  }
  return kind === 'Delivery' ? 'delivered' : undefined;
}
