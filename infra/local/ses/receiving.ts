import type { Iam, Principal } from '../iam/iam.ts';
import { AwsError } from '../service.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { domainOf } from './addresses.ts';
import type { Publisher } from './event-destinations.ts';
import { receiptNotificationJson, type StoredMail } from './receipt-notification.ts';
import { covers, type ReceiptRule, receiptRulesOf, type S3Action } from './receipt-rules.ts';
import { type IncomingMail, sesHeaders } from './received-mail.ts';
import { receivedMailId } from './ses-ids.ts';
import { setupMail, setupNotificationId } from './setup-notification.ts';
import { standardVerdicts, type Verdicts } from './verdicts.ts';

export type VerdictsOf = (mail: IncomingMail) => Partial<Verdicts>;

export interface ReceivingOptions {
  app: App;
  clock: VirtualClock;
  iam: Iam;
  buckets: { put(bucket: string, key: string, body: Buffer): void };
  topics: Publisher;
  /** Changes single verdicts of a mail, for tests; the rest stay `standardVerdicts`. */
  verdicts?: VerdictsOf | undefined;
}

export interface Receiving {
  /** Whether a rule covers this recipient; SES refuses any other one while the sender is still connected. */
  accepts(address: string): boolean;
  /**
   * Carries out the rules and answers SES's id: each S3 action stores the mail, then announces it. Throws when a policy or a limit is in
   * the way; what earlier actions did stays, so that a sender who tries again is taken twice (real SES retries by itself for four hours).
   */
  receive(mail: IncomingMail): string;
  /** Writes and announces the set-up object of every S3 action, as SES does when a rule is made. Throws when that is not allowed. */
  start(): void;
}

const passing: Verdicts = { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' };

/** Incoming mail of SES. Connections are never TLS here, so a rule's TlsPolicy is not looked at. */
export function createReceiving({ app, clock, iam, buckets, topics, verdicts }: ReceivingOptions): Receiving {
  const rules = receiptRulesOf(app);
  const domains = app.byType('AWS::SES::EmailIdentity').map(({ name }) => name.toLowerCase());
  const verified = (address: string) =>
    domains.some((domain) => domainOf(address) === domain || domainOf(address).endsWith(`.${domain}`));
  const matches = ({ recipients }: ReceiptRule, address: string) =>
    recipients.length === 0 ? verified(address) : recipients.some((recipient) => covers(recipient, address));

  const act = (rule: ReceiptRule, action: S3Action, mail: StoredMail) => {
    const principal: Principal = { type: 'service', service: 'ses.amazonaws.com', sourceArn: rule.arn };
    const key = `${action.keyPrefix}${mail.id}`;
    const denial = iam.check(principal, { action: 's3:PutObject', resource: `arn:aws:s3:::${action.bucket}/${key}` });
    if (denial) throw new AwsError('InvalidS3Configuration', denial.message);
    buckets.put(action.bucket, key, mail.raw);
    if (action.topicArn === undefined) return;
    const json = receiptNotificationJson({ ...mail, processedAt: clock.now() }, action);
    topics.publish(principal, action.topicArn, json, 'Amazon SES Email Receipt Notification');
  };

  return {
    accepts: (address) => rules.some((rule) => matches(rule, address)),
    receive: (mail) => {
      const id = receivedMailId();
      const receivedAt = clock.now();
      let found: Verdicts | undefined;
      for (const rule of rules) {
        const recipients = mail.recipients.filter((address) => matches(rule, address));
        if (recipients.length === 0) continue;
        found ??= { ...standardVerdicts(mail.raw), ...verdicts?.(mail) };
        const own: Verdicts = rule.scan ? found : { ...found, spam: 'DISABLED', virus: 'DISABLED' };
        const raw = Buffer.concat([sesHeaders({ ...mail, recipients }, id, app.region, own, receivedAt), mail.raw]);
        const stored = { id, raw, from: mail.from, recipients, verdicts: own, receivedAt, processedAt: receivedAt };
        for (const action of rule.actions) act(rule, action, stored);
        if (rule.stops) break;
      }
      return id;
    },
    start: () => {
      for (const rule of rules) {
        for (const action of rule.actions) {
          const at = clock.now();
          const times = { receivedAt: at, processedAt: at };
          const from = 'no-reply-aws@amazon.com';
          act(rule, action, {
            id: setupNotificationId,
            raw: setupMail(at),
            from,
            recipients: ['recipient@example.com'],
            verdicts: passing,
            ...times,
          });
        }
      }
    },
  };
}
