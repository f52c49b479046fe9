import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as actions from 'aws-cdk-lib/aws-ses-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { env as noteDeliveryEnv } from '../functions/note-delivery/env.ts';
import { env as receiveEmailEnv } from '../functions/receive-email/env.ts';
import { workOn } from './event-sources.ts';
import { WorkQueue } from './queues.ts';
import { offerActivation } from './rule-set-activation.ts';
import { pascalCase, ServiceFunction } from './service-function.ts';
import type { ServiceStack } from './service-stack.ts';

/** What the senders of mail need of this channel. */
export interface EmailChannel {
  configurationSet: ses.ConfigurationSet;
  identityArn: string;
  /** Where mails wait for receive-email. */
  mailQueue: WorkQueue;
}

/** Mail in: SES → bucket → topic → queue → receive-email. What became of mail out: SES → topic → queue → note-delivery. */
export function addEmailChannel(stack: ServiceStack): EmailChannel {
  return {
    mailQueue: receiveEmail(stack),
    configurationSet: noteDelivery(stack),
    identityArn: stack.formatArn({ service: 'ses', resource: 'identity', resourceName: stack.stage.mailDomain }),
  };
}

function receiveEmail(stack: ServiceStack): WorkQueue {
  const { stage, data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'receive-email', {
    does: 'Raw mail to ticket, reply or another recorded outcome',
    code: stack.code,
    alarms,
    env: receiveEmailEnv,
    environment: {
      TABLE_NAME: data.table.tableName,
      MAIL_BUCKET: data.mailBucket.bucketName,
      MAIL_DOMAIN: stage.mailDomain,
      REPLY_KEY_SECRET_ARN: data.replyKey.secretArn,
    },
    timeout: Duration.seconds(60),
    // A mail of 40 MB is held, decoded and written: it wants a whole CPU.
    memory: 1769,
    impactOfErrors: 'Mails from customers are not becoming tickets; they wait, and nobody is answering them.',
  });
  fn.allow({
    verb: 'ReadRawMail',
    actions: ['s3:GetObject'],
    on: [data.mailBucket.arnForObjects('inbound/*')],
    wildcardBecause: 'SES names each mail itself.',
  });
  fn.allow({
    verb: 'KeepAttachments',
    actions: ['s3:PutObject'],
    on: [data.mailBucket.arnForObjects('attachments/*')],
    wildcardBecause: 'Each attachment has a key of its own.',
  });
  fn.allow({ verb: 'ReadReplyKey', actions: ['secretsmanager:GetSecretValue'], on: [data.replyKey.secretArn] });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem', 'dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });

  const queue = new WorkQueue(stack, 'receive-email', {
    alarms,
    impact: 'Mails from customers were tried again and again and are not tickets: these people get no answer until someone acts.',
    functionTimeout: Duration.seconds(60),
    tries: 10,
  });
  workOn(fn, queue, { of: 'Mail', batchSize: 10, maxConcurrency: 10 });
  // For `npm run mail -- reconcile`.
  new CfnOutput(stack, 'MailQueueUrl', { value: queue.queueUrl });
  alarms.raise('receive-email-behind', {
    impact:
      'Mails wait for more than a quarter of an hour before they become tickets: acknowledgements and first answers are late.',
    metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
    above: 900,
    whenSilent: 'fine',
  });

  keepAndTell(stack, queue);
  return queue;
}

/** The receipt rule: SES writes each mail into the bucket, then tells the queue by way of the topic. */
function keepAndTell(stack: ServiceStack, queue: WorkQueue): void {
  const ruleSet = new ses.ReceiptRuleSet(stack, 'Receiving');
  const topic = feed(stack, 'mail-received', queue);
  // Refusing plain HTTP makes a policy, and any policy replaces the default one: without this statement SES could not publish. For the
  // topic of reports the CDK adds its like.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'SesPublishes',
      principals: [new ServicePrincipal('ses.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': ruleArn(stack, ruleSet) },
      },
    }),
  );
  const rule = ruleSet.addRule('KeepAndTell', {
    // The whole domain: a rule for one address would miss its plus-addresses, by which replies find their ticket.
    recipients: [stack.stage.mailDomain],
    scanEnabled: true,
    actions: [new actions.S3({ bucket: stack.data.mailBucket, objectKeyPrefix: 'inbound/', topic })],
  });
  // SES tries to publish when the rule is made; the bucket's policy is waited for by the action itself.
  rule.node.addDependency(topic);
  stack.alarms.raise('mail-not-stored', {
    impact: 'SES cannot hand mails over to us. It tries for four hours; what has not gone through by then is lost.',
    // The SES guide ("Viewing metrics for email receiving") names the metric; its dimension is what the console files it under.
    metric: new Metric({
      namespace: 'AWS/SES',
      metricName: 'PublishFailure',
      dimensionsMap: { RuleName: rule.receiptRuleName },
      period: Duration.minutes(5),
      statistic: 'Sum',
    }),
    above: 0,
    inPeriods: { breaching: 2, of: 3 },
    whenSilent: 'fine',
  });
  offerActivation(stack, ruleSet, rule);
}

/** Short: its queue tries again after six times this, and a claim of send-notices must outlive one such repetition (leaseSeconds). */
const noteDeliveryTimeout = Duration.seconds(10);

function noteDelivery(stack: ServiceStack): ses.ConfigurationSet {
  const { data, alarms } = stack;
  const fn = new ServiceFunction(stack, 'note-delivery', {
    does: 'Records sent, delivered, bounced, complained',
    code: stack.code,
    alarms,
    env: noteDeliveryEnv,
    environment: { TABLE_NAME: data.table.tableName },
    timeout: noteDeliveryTimeout,
    memory: 256,
    impactOfErrors:
      'Nobody sees whether answers arrived, and an escalation that nobody got does not go on to the next step of its ladder.',
  });
  fn.allow({ verb: 'ReadTickets', actions: ['dynamodb:GetItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'ReadContracts', actions: ['dynamodb:Query'], on: [data.table.tableArn] });
  fn.allow({ verb: 'AppendToTickets', actions: ['dynamodb:PutItem'], on: [data.table.tableArn] });
  fn.allow({ verb: 'MarkNotices', actions: ['dynamodb:UpdateItem'], on: [data.table.tableArn] });

  const queue = new WorkQueue(stack, 'note-delivery', {
    alarms,
    impact: 'What became of some answers is not in their tickets: a customer may not have been reached, and no agent is told.',
    functionTimeout: noteDeliveryTimeout,
    tries: 10,
  });
  workOn(fn, queue, { of: 'Reports', batchSize: 10, maxConcurrency: 5 });

  const configurationSet = new ses.ConfigurationSet(stack, 'Sending', {
    suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    reputationMetrics: true,
  });
  const topic = feed(stack, 'mail-sent', queue);
  const destination = configurationSet.addEventDestination('Reports', {
    destination: ses.EventDestination.snsTopic(topic),
    events: [
      ses.EmailSendingEvent.SEND,
      ses.EmailSendingEvent.DELIVERY,
      ses.EmailSendingEvent.BOUNCE,
      ses.EmailSendingEvent.COMPLAINT,
      ses.EmailSendingEvent.REJECT,
      ses.EmailSendingEvent.DELIVERY_DELAY,
    ],
  });
  destination.node.addDependency(topic);
  return configurationSet;
}

/** Any rule of the set: naming the one rule, which itself needs the topic, would be a circle. */
const ruleArn = (stack: ServiceStack, { receiptRuleSetName }: ses.ReceiptRuleSet) =>
  stack.formatArn({ service: 'ses', resource: 'receipt-rule-set', resourceName: `${receiptRuleSetName}:receipt-rule/*` });

/** A topic for SES that fills a queue with the bare message. */
function feed(stack: ServiceStack, name: string, queue: WorkQueue): Topic {
  const topic = new Topic(stack, `${pascalCase(name)}Topic`, { enforceSSL: true });
  topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue: queue.deadLetters }));
  return topic;
}
