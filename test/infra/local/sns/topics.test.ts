import { request } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Principal } from '../../../../infra/local/iam/iam.ts';
import { createTopics, maximumSnsMessageBytes, type Topics } from '../../../../infra/local/sns/topics.ts';
import { anApp, aResource, aStage, fakeQueues, type Stage, startGateway } from '../gateway/test-cloud.ts';

const topic = aResource('AWS::SNS::Topic', 'mail');
const queue = 'arn:aws:sqs:eu-west-1:123456789012:inbox';
const redrive = 'arn:aws:sqs:eu-west-1:123456789012:lost';
const ses: Principal = { type: 'service', service: 'ses.amazonaws.com', sourceArn: 'arn:aws:ses:rule' };

let stage: Stage;
let queues: ReturnType<typeof fakeQueues>;

const subscribed = (properties: Record<string, unknown> = {}) =>
  aResource('AWS::SNS::Subscription', 'sub', { TopicArn: topic.arn, Protocol: 'sqs', Endpoint: queue, ...properties });
const topicsWith = (...subscriptions: ReturnType<typeof aResource>[]): Topics =>
  createTopics({ app: anApp(topic, ...subscriptions), clock: stage.clock, iam: stage.iam, queues, onError: stage.onError });

beforeEach(() => {
  stage = aStage();
  queues = fakeQueues(queue, redrive);
});

describe('publishing', () => {
  it('delivers the envelope of SNS', () => {
    const id = topicsWith(subscribed()).publish(ses, topic.arn, '{"a":1}', 'Hello');
    expect(queues.sent).toHaveLength(1);
    expect(JSON.parse(queues.sent[0]!.body)).toEqual({
      Type: 'Notification',
      MessageId: id,
      TopicArn: topic.arn,
      Subject: 'Hello',
      Message: '{"a":1}',
      Timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      SignatureVersion: '1',
      Signature: expect.any(String),
      SigningCertURL: expect.stringContaining('eu-west-1'),
      UnsubscribeURL: expect.stringContaining('Unsubscribe'),
    });
  });

  it('delivers the bare message to a raw subscription, and through one written inside the topic', () => {
    topicsWith(subscribed({ RawMessageDelivery: 'true' })).publish(ses, topic.arn, 'bare');
    const inline = aResource('AWS::SNS::Topic', 'inline', { Subscription: [{ Protocol: 'sqs', Endpoint: queue }] });
    const { clock, iam, onError } = stage;
    createTopics({ app: anApp(inline), clock, iam, queues, onError }).publish(ses, inline.arn, 'in the topic');
    expect(queues.sent[0]?.body).toBe('bare');
    expect(JSON.parse(queues.sent[1]!.body)).toMatchObject({ Message: 'in the topic' });
  });

  it('asks the topic policy about the publisher and the queue policy about the topic', () => {
    topicsWith(subscribed()).publish(ses, topic.arn, 'x');
    expect(stage.iam.asked).toEqual([
      { principal: ses, requirement: { action: 'sns:Publish', resource: topic.arn } },
      {
        principal: { type: 'service', service: 'sns.amazonaws.com', sourceArn: topic.arn },
        requirement: { action: 'sqs:SendMessage', resource: queue },
      },
    ]);
  });

  it('refuses a publisher that the topic policy does not allow', () => {
    stage.iam.denies = (_principal, { action }) => action === 'sns:Publish';
    expect(() => topicsWith(subscribed()).publish(ses, topic.arn, 'x')).toThrow(/not authorized/);
    expect(queues.sent).toEqual([]);
  });

  it('takes messages up to the limit, in bytes', () => {
    const topics = topicsWith(subscribed());
    topics.publish(ses, topic.arn, 'é'.repeat(maximumSnsMessageBytes / 2));
    expect(() => topics.publish(ses, topic.arn, `${'é'.repeat(maximumSnsMessageBytes / 2)}x`)).toThrow(/too long/);
    expect(() => topics.publish(ses, 'arn:aws:sns:eu-west-1:123456789012:none', 'x')).toThrow(/does not exist/);
  });
});

describe('a queue that refuses', () => {
  const denyQueue = () => {
    stage.iam.denies = (_principal, { resource }) => resource === queue;
  };

  it('is reported, and the message goes to the redrive queue', () => {
    denyQueue();
    topicsWith(subscribed({ RedrivePolicy: { deadLetterTargetArn: redrive } })).publish(ses, topic.arn, 'kept');
    expect(queues.sent).toMatchObject([{ arn: redrive }]);
    expect(stage.errors).toHaveLength(1);
  });

  it('is reported when there is no redrive queue', () => {
    denyQueue();
    topicsWith(subscribed()).publish(ses, topic.arn, 'gone');
    expect(stage.errors).toMatchObject([{ error: { message: expect.stringContaining('sqs:SendMessage') } }]);
  });

  it('is reported twice when the redrive queue refuses, too', () => {
    stage.iam.denies = (_principal, { action }) => action === 'sqs:SendMessage';
    topicsWith(subscribed({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: redrive }) })).publish(ses, topic.arn, 'gone');
    expect(stage.errors).toHaveLength(2);
  });
});

describe('subscriptions it does not play', () => {
  it('reports other protocols and refuses filter policies', () => {
    topicsWith(subscribed({ Protocol: 'email', Endpoint: 'duty@desk.example' }));
    expect(stage.errors).toMatchObject([{ error: { message: 'protocol email is not delivered to locally' } }]);
    expect(() => topicsWith(subscribed({ FilterPolicy: { kind: ['a'] } }))).toThrow(/filter policies/);
  });
});

describe('on the wire', () => {
  const post = (port: number, form: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const headers = {
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDTEST/20260105/eu-west-1/sns/aws4_request, SignedHeaders=host, Signature=0',
        'content-type': 'application/x-www-form-urlencoded',
      };
      request({ port, host: '127.0.0.1', method: 'POST', headers }, (answer) => {
        answer.on('data', (chunk) => resolve(String(chunk)));
      })
        .on('error', reject)
        .end(new URLSearchParams(form).toString());
    });

  it('publishes with attributes, and knows no other operation', async () => {
    const gateway = await startGateway(stage, [topicsWith(subscribed({ RawMessageDelivery: true })).service]);
    const answer = await post(gateway.port, {
      Action: 'Publish',
      TopicArn: topic.arn,
      Message: 'over the wire',
      'MessageAttributes.entry.1.Name': 'kind',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'test',
    });
    expect(answer).toMatch(/<MessageId>[0-9a-f-]{36}<\/MessageId>/);
    expect(queues.sent[0]).toMatchObject({
      body: 'over the wire',
      messageAttributes: { kind: { dataType: 'String', stringValue: 'test' } },
    });
    expect(await post(gateway.port, { Action: 'Subscribe' })).toContain('UnknownOperationException');
    await gateway.stop();
  });
});
