import type { Instant } from '../virtual-clock.ts';

export interface SnsMessage {
  messageId: string;
  topicArn: string;
  message: string;
  subject?: string | undefined;
  at: Instant;
  attributes: Record<string, { dataType: string; stringValue?: string | undefined }>;
}

/**
 * The JSON that SNS wraps a message in for a subscription without raw delivery (SNS developer guide, "Parsing message formats"). Nobody
 * can verify the signature: the local cloud has no key.
 */
export function notificationJson(
  { messageId, topicArn, message, subject, at, attributes }: SnsMessage,
  subscriptionArn: string,
): string {
  const [, , , region = 'us-east-1'] = topicArn.split(':');
  const names = Object.entries(attributes);
  const host = `https://sns.${region}.amazonaws.com`;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'bm90LXNpZ25lZC1sb2NhbGx5',
    SigningCertURL: `${host}/SimpleNotificationService-local.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`,
    ...(names.length === 0
      ? {}
      : {
          MessageAttributes: Object.fromEntries(
            names.map(([name, { dataType, stringValue }]) => [name, { Type: dataType, Value: stringValue }]),
          ),
        }),
  });
}
