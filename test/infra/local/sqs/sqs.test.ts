import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { AwsError, type AwsRequest } from '../../../../infra/local/service.ts';
import { createQueues } from '../../../../infra/local/sqs/queues.ts';
import type { Resource } from '../../../../infra/local/template/app.ts';
import { anApp, aQueue, aTimeLine, queueArn, roleArn } from '../lambda/a-local-app.ts';

function start(resources: Resource[]) {
  const { clock, activity } = aTimeLine();
  const queues = createQueues({ app: anApp(resources), clock });
  return { clock, activity, queues, queue: queues.get(resources[0]!.arn)! };
}

/** The service behind a server of its own, and a client that really speaks to it. */
async function overTheWire(resources: Resource[]) {
  const setting = start(resources);
  const seen: AwsRequest[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const awsRequest: AwsRequest = {
      principal: { type: 'role', roleArn: roleArn('sender') },
      service: 'sqs',
      method: request.method!,
      path: request.url!,
      query: new URLSearchParams(),
      headers,
      body: Buffer.concat(chunks),
    };
    seen.push(awsRequest);
    try {
      setting.queues.service.requirements(awsRequest);
      const { status, headers, body } = await setting.queues.service.handle(awsRequest);
      response.writeHead(status, headers).end(body);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: error.code, message: error.message }));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SQSClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { ...setting, client, seen, QueueUrl: `${endpoint}/000000000000/${resources[0]!.name}` };
}

test('a message goes through the SDK and back, with digests that the SDK accepts', async () => {
  const { client, QueueUrl } = await overTheWire([aQueue('work')]);
  const MessageAttributes = {
    channel: { DataType: 'String', StringValue: 'email' },
    n: { DataType: 'Number', StringValue: '3' },
  };
  const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'été 🌞', MessageAttributes }));
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }),
  );
  expect(Messages).toHaveLength(1);
  expect(Messages[0]).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'été 🌞',
    MessageAttributes,
    Attributes: { ApproximateReceiveCount: '1', SenderId: 'AROALOCALROLE:sender-role' },
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
  });
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]!.ReceiptHandle }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({
    QueueArn: queueArn('work'),
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    VisibilityTimeout: '30',
  });
});

test('attributes come only when asked for', async () => {
  const { client, QueueUrl } = await overTheWire([aQueue('work')]);
  const MessageAttributes = { channel: { DataType: 'String', StringValue: 'email' } };
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Object.keys(Messages![0]!).toSorted()).toEqual(['Body', 'MD5OfBody', 'MessageId', 'ReceiptHandle']);
});

test('a batch sends and deletes entry by entry', async () => {
  const { client, queue, QueueUrl } = await overTheWire([aQueue('work')]);
  const Entries = [
    { Id: 'a', MessageBody: 'one' },
    { Id: 'b', MessageBody: 'bad \u0000 character' },
    { Id: 'c', MessageBody: 'three', DelaySeconds: 60 },
  ];
  const sent = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent.Successful!.map((entry) => entry.Id)).toEqual(['a', 'c']);
  expect(sent.Failed).toMatchObject([{ Id: 'b', SenderFault: true, Code: 'InvalidMessageContents' }]);
  expect(queue.depth()).toEqual({ visible: 1, inFlight: 0, delayed: 1 });
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  const deletions = [
    { Id: '1', ReceiptHandle: Messages![0]!.ReceiptHandle },
    { Id: '2', ReceiptHandle: 'nonsense' },
  ];
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: deletions }));
  expect(deleted).toMatchObject({ Successful: [{ Id: '1' }], Failed: [{ Id: '2', Code: 'ReceiptHandleIsInvalid' }] });
});

test('a batch has ten entries at most', async () => {
  const { client, QueueUrl } = await overTheWire([aQueue('work')]);
  const send = (count: number) => {
    const Entries = Array.from({ length: count }, (_, index) => ({ Id: `${index}`, MessageBody: 'x' }));
    return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  };
  expect((await send(10)).Successful).toHaveLength(10);
  await expect(send(11)).rejects.toMatchObject({ name: 'TooManyEntriesInBatchRequest' });
  await expect(send(0)).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
});

test('a message may have 262,144 bytes, with its attributes, and no more', async () => {
  const { client, QueueUrl } = await overTheWire([aQueue('work')]);
  const send = (MessageBody: string, MessageAttributes = {}) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes }));
  await send('x'.repeat(262_144));
  await expect(send('x'.repeat(262_145))).rejects.toThrow('shorter than 262144 bytes');
  const attributes = { name: { DataType: 'String', StringValue: 'four' } };
  await send('x'.repeat(262_144 - 14), attributes);
  await expect(send('x'.repeat(262_144 - 13), attributes)).rejects.toThrow('shorter than 262144 bytes');
});

test('the messages of a batch together may have 262,144 bytes and no more', async () => {
  const { client, queue, QueueUrl } = await overTheWire([aQueue('work')]);
  const send = (bytes: number) => {
    const Entries = [
      { Id: 'a', MessageBody: 'x'.repeat(131_072) },
      { Id: 'b', MessageBody: 'x'.repeat(bytes) },
    ];
    return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  };
  await send(131_072);
  await expect(send(131_073)).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
  expect(queue.depth().visible).toBe(2);
});

test('a queue that is not there and an operation that is not there are errors of their own', async () => {
  const { client, seen, queues, QueueUrl } = await overTheWire([aQueue('work')]);
  await expect(client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}-not`, MessageBody: 'x' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
  });
  await expect(client.send(new GetQueueUrlCommand({ QueueName: 'other' }))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  const request: AwsRequest = { ...seen[0]!, headers: { 'x-amz-target': 'AmazonSQS.PurgeQueue' } };
  expect(() => queues.service.requirements(request)).toThrow('no sqs operation PurgeQueue');
});

test('queues are listed by the beginning of their names', async () => {
  const { client, seen, queues } = await overTheWire([aQueue('work'), aQueue('play')]);
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  expect(QueueUrls.map((url) => url.split('/').at(-1))).toEqual(['work', 'play']);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'wo' }))).QueueUrls).toHaveLength(1);
  expect(queues.service.requirements(seen[0]!)).toEqual([{ action: 'sqs:ListQueues', resource: '*' }]);
});

test('a batch needs the permission of its single operation', async () => {
  const { client, seen, queues, QueueUrl } = await overTheWire([aQueue('work')]);
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }));
  await client.send(new GetQueueUrlCommand({ QueueName: 'work' }));
  expect(seen.map((request) => queues.service.requirements(request))).toEqual([
    [{ action: 'sqs:SendMessage', resource: queueArn('work') }],
    [{ action: 'sqs:GetQueueUrl', resource: queueArn('work') }],
  ]);
});

test('a long poll answers as soon as a message comes, and empty when the clock has moved past its wait', async () => {
  const { queues, clock, queue } = start([aQueue('work')]);
  const request: AwsRequest = {
    principal: { type: 'account' },
    service: 'sqs',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    body: Buffer.from(JSON.stringify({ QueueUrl: queue.url, WaitTimeSeconds: 20 })),
  };
  const poll = async () => JSON.parse(String((await queues.service.handle(request)).body));
  const first = poll();
  queue.send({ body: 'here' });
  expect(await first).toMatchObject({ Messages: [{ Body: 'here' }] });
  const second = poll();
  await clock.moveTo(clock.now() + 21_000);
  expect(await second).toEqual({});
});

test('visibility can be changed through the wire, for a message in flight only', async () => {
  const { client, queue, QueueUrl } = await overTheWire([aQueue('work')]);
  queue.send({ body: 'x' });
  const { ReceiptHandle } = (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages![0]!;
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  expect(queue.depth()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  await expect(
    client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
  ).rejects.toMatchObject({ name: 'MessageNotInflight' });
});

test('a received message is hidden until its visibility timeout ends on the moved clock', async () => {
  const { clock, queue } = start([aQueue('work', { VisibilityTimeout: 300 })]);
  let visible = 0;
  queue.onVisible(() => visible++);
  queue.send({ body: 'x' });
  const [first] = queue.receive(10);
  expect(queue.receive(10)).toEqual([]);
  await clock.moveTo(clock.now() + 299_000);
  expect(queue.receive(10)).toEqual([]);
  await clock.moveTo(clock.now() + 2_000);
  expect(visible).toBe(2);
  const [second] = queue.receive(10);
  expect(second).toMatchObject({ messageId: first!.messageId, receiveCount: 2, firstReceivedAt: first!.firstReceivedAt });
  expect(second!.receiptHandle).not.toBe(first!.receiptHandle);
});

test('the handle of an earlier receive deletes nothing', async () => {
  const { clock, queue } = start([aQueue('work')]);
  queue.send({ body: 'x' });
  const [first] = queue.receive(1);
  await clock.moveTo(clock.now() + 31_000);
  const [second] = queue.receive(1);
  queue.remove(first!.receiptHandle);
  expect(queue.depth().inFlight).toBe(1);
  queue.remove(second!.receiptHandle);
  expect(queue.messages()).toEqual([]);
});

test('a delayed message comes when its delay ends on the moved clock', async () => {
  const { clock, queue } = start([aQueue('work', { DelaySeconds: 10 })]);
  queue.send({ body: 'later', delaySeconds: 600 });
  queue.send({ body: 'soon' });
  queue.send({ body: 'now', delaySeconds: 0 });
  const received = () => queue.receive(10).map((message) => message.body);
  expect(received()).toEqual(['now']);
  await clock.moveTo(clock.now() + 11_000);
  expect(received()).toEqual(['soon']);
  await clock.moveTo(clock.now() + 590_000);
  expect(received()).toContain('later');
});

test('a message received too often moves to the dead-letter queue with its body and attributes', async () => {
  const redrive = JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 2 });
  const { clock, queues, queue } = start([aQueue('work', { RedrivePolicy: redrive }), aQueue('dead')]);
  const messageAttributes = { channel: { dataType: 'String', stringValue: 'email' } };
  const messageId = queue.send({ body: 'poison', messageAttributes });
  for (let round = 0; round < 2; round++) {
    expect(queue.receive(1)).toHaveLength(1);
    await clock.moveTo(clock.now() + 31_000);
  }
  expect(queue.receive(1)).toEqual([]);
  expect(queue.messages()).toEqual([]);
  expect(queues.get(queueArn('dead'))!.receive(1)).toMatchObject([
    { messageId, body: 'poison', messageAttributes, deadLetterQueueSourceArn: queueArn('work') },
  ]);
});

test('a message is gone after its retention', async () => {
  const { clock, queue } = start([aQueue('work', { MessageRetentionPeriod: 3600 })]);
  queue.send({ body: 'x' });
  await clock.moveTo(clock.now() + 3_590_000);
  expect(queue.messages()).toHaveLength(1);
  await clock.moveTo(clock.now() + 11_000);
  expect(queue.messages()).toEqual([]);
  expect(queue.receive(1)).toEqual([]);
});

test('a FIFO queue and a dead-letter queue that is not there are refused at start', () => {
  expect(() => start([aQueue('work.fifo', { FifoQueue: true })])).toThrow('test/work.fifo: FIFO queues are not supported here');
  const RedrivePolicy = { deadLetterTargetArn: queueArn('nowhere'), maxReceiveCount: 3 };
  expect(() => start([aQueue('work', { RedrivePolicy })])).toThrow('is not in the template');
});
