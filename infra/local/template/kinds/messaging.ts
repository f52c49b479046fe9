import { cutName, lowerAlphanumeric, stableCharacters, stableUuid } from '../stable-names.ts';
import { arnOf, type Facts, type Kinds, nameOf, regionalArn } from './kind.ts';

const queueUrl = (queue: Facts) => `${queue.endpoints.aws}/${queue.account}/${queue.name}`;

/** AWS takes a FIFO queue or topic only with `.fifo` at the end of its name. */
const fifoName = (named: string, fifo: string, longest: number) => (facts: Facts) => {
  const suffix = facts.property(fifo) === true ? '.fifo' : '';
  return facts.text(named) ?? `${cutName(`${facts.stack}-${facts.logicalId}`, longest - suffix.length)}${suffix}`;
};

/** `<token>._domainkey.<domain>` CNAME to `<token>.dkim.amazonses.com`, three of them. */
const dkimToken = (identity: Facts, which: number) => stableCharacters(`${identity.seed} dkim ${which}`, 32, lowerAlphanumeric);
const dkimRecords = Object.fromEntries(
  [1, 2, 3].flatMap((which) => [
    [`DkimDNSTokenName${which}`, (identity: Facts) => `${dkimToken(identity, which)}._domainkey.${identity.name}`],
    [`DkimDNSTokenValue${which}`, (identity: Facts) => `${dkimToken(identity, which)}.dkim.amazonses.com`],
  ]),
);

export const messagingKinds: Kinds = {
  'AWS::SQS::Queue': {
    name: fifoName('QueueName', 'FifoQueue', 80),
    arn: (queue) => regionalArn('sqs', queue, queue.name),
    ref: queueUrl,
    attributes: { Arn: arnOf, QueueName: nameOf, QueueUrl: queueUrl },
  },

  'AWS::SNS::Topic': {
    name: fifoName('TopicName', 'FifoTopic', 256),
    arn: (topic) => regionalArn('sns', topic, topic.name),
    ref: arnOf,
    attributes: { TopicArn: arnOf, TopicName: nameOf },
  },
  'AWS::SNS::Subscription': {
    name: (subscription) => stableUuid(subscription.seed),
    arn: (subscription) => `${subscription.text('TopicArn')}:${subscription.name}`,
    ref: arnOf,
    attributes: { Arn: arnOf },
  },

  'AWS::SES::ConfigurationSet': {
    named: 'Name',
    longest: 64,
    arn: (set) => regionalArn('ses', set, `configuration-set/${set.name}`),
  },
  'AWS::SES::ConfigurationSetEventDestination': {
    named: 'EventDestination.Name',
    longest: 64,
    arn: (destination) =>
      regionalArn(
        'ses',
        destination,
        `configuration-set/${destination.text('ConfigurationSetName')}:event-destination/${destination.name}`,
      ),
    attributes: { Id: nameOf },
  },
  'AWS::SES::EmailIdentity': {
    named: 'EmailIdentity',
    arn: (identity) => regionalArn('ses', identity, `identity/${identity.name}`),
    attributes: dkimRecords,
  },
  'AWS::SES::ReceiptRuleSet': {
    named: 'RuleSetName',
    longest: 64,
    arn: (set) => regionalArn('ses', set, `receipt-rule-set/${set.name}`),
  },
  'AWS::SES::ReceiptRule': {
    named: 'Rule.Name',
    longest: 64,
    arn: (rule) => regionalArn('ses', rule, `receipt-rule-set/${rule.text('RuleSetName')}:receipt-rule/${rule.name}`),
    attributes: { RuleName: nameOf },
  },
};
