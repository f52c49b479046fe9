import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIam } from '../../../../infra/local/iam/create-iam.ts';
import { type Buckets, createBuckets } from '../../../../infra/local/s3/buckets.ts';
import { createReceiving } from '../../../../infra/local/ses/receiving.ts';
import { type Smtp, startSmtp } from '../../../../infra/local/smtp/smtp.ts';
import { createTopics } from '../../../../infra/local/sns/topics.ts';
import { createQueues, type Queues } from '../../../../infra/local/sqs/queues.ts';
import { account, anApp, aResource, aStage, region, type Stage } from '../gateway/test-cloud.ts';

const topic = aResource('AWS::SNS::Topic', 'incoming');
const queue = aResource('AWS::SQS::Queue', 'incoming');
const allow = (service: string, Action: string, Resource: string, Condition: unknown) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Deny', Principal: '*', Action: '*', Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Effect: 'Allow', Principal: { Service: service }, Action, Resource, Condition },
  ],
});
const fromHere = { StringEquals: { 'aws:SourceAccount': account } };
const fromRule = { ArnLike: { 'aws:SourceArn': `arn:aws:ses:${region}:${account}:receipt-rule-set/set:receipt-rule/*` } };

const resources = (topicPolicy = allow('ses.amazonaws.com', 'sns:Publish', topic.arn, { ...fromHere, ...fromRule })) => [
  aResource('AWS::SES::EmailIdentity', 'desk.example'),
  aResource('AWS::S3::Bucket', 'mail'),
  aResource('AWS::S3::BucketPolicy', 'mail-policy', {
    Bucket: 'mail',
    PolicyDocument: allow('ses.amazonaws.com', 's3:PutObject', 'arn:aws:s3:::mail/*', fromHere),
  }),
  topic,
  aResource('AWS::SNS::TopicPolicy', 'topic-policy', { Topics: [topic.arn], PolicyDocument: topicPolicy }),
  queue,
  aResource('AWS::SQS::QueuePolicy', 'queue-policy', {
    Queues: [`http://127.0.0.1:4466/${account}/incoming`],
    PolicyDocument: allow('sns.amazonaws.com', 'sqs:SendMessage', queue.arn, { ArnEquals: { 'aws:SourceArn': topic.arn } }),
  }),
  aResource('AWS::SNS::Subscription', 'sub', {
    TopicArn: topic.arn,
    Protocol: 'sqs',
    Endpoint: queue.arn,
    RawMessageDelivery: true,
  }),
  aResource('AWS::SES::ReceiptRule', 'support', {
    RuleSetName: 'set',
    Rule: {
      Enabled: true,
      ScanEnabled: true,
      Recipients: ['support@desk.example'],
      Actions: [{ S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'in/', TopicArn: topic.arn } }],
    },
  }),
];

let stage: Stage;
let folder: string;
let buckets: Buckets;
let queues: Queues;
let smtp: Smtp;

const start = async (all = resources()) => {
  const app = anApp(...all);
  const { clock, activity, onError } = stage;
  const iam = createIam(app);
  buckets = createBuckets({ app, clock, folder });
  queues = createQueues({ app, clock });
  const topics = createTopics({ app, clock, iam, queues, onError });
  const receiving = createReceiving({ app, clock, iam, buckets, topics });
  smtp = await startSmtp({ port: 0, receiving, activity, onError });
  return receiving;
};
const send = (raw: string) =>
  createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true }).sendMail({
    envelope: { from: 'ana@customer.example', to: 'support+tkt_7@desk.example' },
    raw,
  });

beforeEach(() => {
  stage = aStage();
  folder = mkdtempSync(join(tmpdir(), 'guichet-mail-'));
});

afterEach(async () => {
  await smtp.stop();
  buckets.stop();
  rmSync(folder, { recursive: true });
});

it('travels from SMTP to the bucket and, announced, through the topic to the queue, each policy allowing it', async () => {
  (await start()).start();
  await send('From: ana@customer.example\r\nSubject: Fire\r\n\r\nHelp');
  const [setup, notice] = queues
    .get(queue.arn)!
    .receive(10)
    .map(({ body }) => JSON.parse(body));
  expect(setup.mail.messageId).toBe('AMAZON_SES_SETUP_NOTIFICATION');
  expect(notice.receipt.recipients).toEqual(['support+tkt_7@desk.example']);
  const stored = buckets.get(notice.receipt.action.bucketName, notice.receipt.action.objectKey);
  expect(stored?.toString()).toMatch(/^Return-Path: <ana@customer\.example>\r\n/);
  expect(stored?.toString()).toMatch(/\r\nSubject: Fire\r\n\r\nHelp\r\n$/);
  expect(stage.errors).toEqual([]);
});

it('is put off, and named, when the topic does not let SES publish', async () => {
  const receiving = await start(resources(allow('events.amazonaws.com', 'sns:Publish', topic.arn, {})));
  expect(() => receiving.start()).toThrow(/sns:Publish/);
  await expect(send('Subject: Fire\r\n\r\n')).rejects.toMatchObject({ responseCode: 451 });
  expect(stage.errors).toMatchObject([{ error: { code: 'AuthorizationError' } }]);
});
