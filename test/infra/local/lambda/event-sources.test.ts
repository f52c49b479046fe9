import { expect, onTestFinished, test } from 'vitest';
import type { Denial, Iam } from '../../../../infra/local/iam/iam.ts';
import type { Discard } from '../../../../infra/local/lambda/discarded-records.ts';
import { startEventSources } from '../../../../infra/local/lambda/event-sources.ts';
import { createFunctions } from '../../../../infra/local/lambda/functions.ts';
import type { StreamRecord, TableStream } from '../../../../infra/local/lambda/stream-source.ts';
import { createQueues } from '../../../../infra/local/sqs/queues.ts';
import type { Resource } from '../../../../infra/local/template/app.ts';
import {
  aFunction,
  aMapping,
  anApp,
  aQueue,
  aTable,
  aTimeLine,
  functionArn,
  queueArn,
  roleArn,
  streamArn,
} from './a-local-app.ts';

/** Allows all but the given actions. */
function anIam(forbidden: string[] = []): Iam {
  const denials: Denial[] = [];
  return {
    denials,
    check: (principal, requirement) => {
      if (!forbidden.includes(requirement.action)) return undefined;
      const denial = {
        ...requirement,
        principal: JSON.stringify(principal),
        reason: 'no policy allows it' as const,
        message: 'denied',
      };
      denials.push(denial);
      return denial;
    },
    checkTrust: () => undefined,
  };
}

function aStream() {
  const records: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  const stream: TableStream = {
    arn: streamArn,
    read: (after, limit) => {
      const from = after === undefined ? 0 : records.findIndex((record) => record.dynamodb.SequenceNumber === after) + 1;
      return records.slice(from, from + limit);
    },
    onRecord: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  /** Writes one item for each key, all in one request. */
  const write = (keys: string[], at: number) => {
    for (const pk of keys) {
      const SequenceNumber = String(records.length + 1).padStart(21, '0');
      const dynamodb = {
        ApproximateCreationDateTime: Math.floor(at / 1000),
        Keys: { pk: { S: pk }, sk: { S: '1' } },
        SequenceNumber,
      };
      records.push({ eventSourceARN: streamArn, dynamodb });
    }
    for (const listener of listeners) listener();
    return records.slice(-keys.length).map((record) => record.dynamodb.SequenceNumber);
  };
  return { stream, write };
}

function start(resources: Resource[], { forbidden = [] as string[], concurrency = 3 } = {}) {
  const { clock, activity } = aTimeLine();
  const app = anApp([aTable(), ...resources]);
  const iam = anIam(forbidden);
  const lines: string[] = [];
  const discards: Discard[] = [];
  const objects: { bucket: string; key: string; body: string }[] = [];
  const functions = createFunctions({
    patience: 0,
    app,
    clock,
    activity,
    concurrency,
    awsEndpoint: 'http://127.0.0.1:4466',
    onLog: (_name, line) => lines.push(line),
  });
  const queues = createQueues({ app, clock });
  const { stream, write } = aStream();
  const begin = () =>
    startEventSources({
      app,
      functions,
      queues,
      iam,
      clock,
      activity,
      streams: (arn) => (arn === streamArn ? stream : undefined),
      onDiscard: (discard) => discards.push(discard),
      putObject: async (bucket, key, body) => void objects.push({ bucket, key, body }),
    });
  onTestFinished(() => functions.stop());
  const put = (...keys: string[]) => write(keys, clock.now());
  /** What the bundles printed as JSON: one line for each invocation. */
  const printed = <Line>() => lines.filter((line) => /^[[{"]/.test(line)).map((line): Line => JSON.parse(line));
  return { clock, activity, app, iam, functions, queues, stream, put, begin, printed, discards, objects };
}

function started(resources: Resource[], options: Parameters<typeof start>[1] = {}) {
  const setting = start(resources, options);
  const sources = setting.begin();
  onTestFinished(() => sources.stop());
  return { ...setting, sources, queue: setting.queues.get(queueArn('work'))! };
}

/** Prints the bodies of a batch, then does `then`. */
const bodies = (then = '') =>
  `export const handler = async ({ Records }) => { console.log(JSON.stringify(Records.map((r) => r.body))); ${then} };`;
/** Prints the partition keys of a batch, then does `then`. */
const keys = (then = '') =>
  `const poison = (r) => r.dynamodb.Keys.pk.S.startsWith('poison');
   export const handler = async ({ Records }) => { console.log(JSON.stringify(Records.map((r) => r.dynamodb.Keys.pk.S))); ${then} };`;

const report = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const fromStart = { StartingPosition: 'TRIM_HORIZON' };

test('messages sent together arrive together, in the shape of Lambda, and are deleted', async () => {
  const code = 'export const handler = async (event) => { console.log(JSON.stringify(event)); };';
  const { queue, activity, printed } = started([aQueue('work'), aFunction('fn', code), aMapping('fn', queueArn('work'))]);
  queue.send({ body: 'one', messageAttributes: { channel: { dataType: 'String', stringValue: 'email' } }, senderId: 'AROAX:me' });
  queue.send({ body: 'two' });
  await activity.idle();
  const events = printed<{ Records: Record<string, unknown>[] }>();
  expect(events).toHaveLength(1);
  expect(events[0]!.Records).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'one',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: 'AROAX:me',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: { channel: { stringValue: 'email', stringListValues: [], binaryListValues: [], dataType: 'String' } },
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn('work'),
      awsRegion: 'eu-west-1',
    },
    expect.objectContaining({ body: 'two', messageAttributes: {} }),
  ]);
  expect(queue.messages()).toEqual([]);
});

test('messages that were there before the start are handed over', async () => {
  const setting = start([aQueue('work'), aFunction('fn', bodies()), aMapping('fn', queueArn('work'), { BatchSize: 2 })]);
  for (const body of ['a', 'b', 'c']) setting.queues.get(queueArn('work'))!.send({ body });
  const sources = setting.begin();
  onTestFinished(() => sources.stop());
  await setting.activity.idle();
  expect(setting.printed<string[]>().flat().toSorted()).toEqual(['a', 'b', 'c']);
});

test('only the messages that a function reports as failed come back, when their visibility timeout ends on the moved clock', async () => {
  const then =
    "return { batchItemFailures: Records.filter((r) => r.body === 'bad').map((r) => ({ itemIdentifier: r.messageId })) };";
  const { queue, activity, clock, printed } = started([
    aQueue('work', { VisibilityTimeout: 60 }),
    aFunction('fn', bodies(then)),
    aMapping('fn', queueArn('work'), report),
  ]);
  for (const body of ['a', 'bad', 'b']) queue.send({ body });
  await activity.idle();
  expect(queue.messages().map((message) => message.body)).toEqual(['bad']);
  await clock.moveTo(clock.now() + 59_000);
  expect(printed()).toEqual([['a', 'bad', 'b']]);
  await clock.moveTo(clock.now() + 2_000);
  expect(printed()).toEqual([['a', 'bad', 'b'], ['bad']]);
});

test.each([
  ['an unknown id', "{ batchItemFailures: [{ itemIdentifier: 'nobody' }] }"],
  ['an empty id', "{ batchItemFailures: [{ itemIdentifier: '' }] }"],
  ['a wrong key', "{ batchItemFailures: [{ itemId: 'x' }] }"],
  ['text', "'done'"],
])('a report with %s fails the whole batch', async (_what, answer) => {
  const { queue, activity } = started([
    aQueue('work'),
    aFunction('fn', bodies(`return ${answer};`)),
    aMapping('fn', queueArn('work'), report),
  ]);
  queue.send({ body: 'a' });
  queue.send({ body: 'b' });
  await activity.idle();
  expect(queue.depth()).toEqual({ visible: 0, inFlight: 2, delayed: 0 });
});

test.each(['null', '{}', '{ batchItemFailures: null }', '{ batchItemFailures: [] }'])(
  'the report %s is a full success',
  async (answer) => {
    const { queue, activity } = started([
      aQueue('work'),
      aFunction('fn', bodies(`return ${answer};`)),
      aMapping('fn', queueArn('work'), report),
    ]);
    queue.send({ body: 'a' });
    await activity.idle();
    expect(queue.messages()).toEqual([]);
  },
);

test('a function that always fails sends its messages to the dead-letter queue after maxReceiveCount', async () => {
  const RedrivePolicy = { deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 3 };
  const { queue, queues, clock, printed } = started([
    aQueue('work', { RedrivePolicy, VisibilityTimeout: 60 }),
    aQueue('dead'),
    aFunction('fn', bodies('throw new Error("no");')),
    aMapping('fn', queueArn('work')),
  ]);
  queue.send({ body: 'poison' });
  await clock.moveTo(clock.now() + 300_000);
  expect(printed()).toEqual([['poison'], ['poison'], ['poison']]);
  expect(queues.get(queueArn('dead'))!.messages()).toMatchObject([{ body: 'poison', receiveCount: 3 }]);
});

test('a mapping whose role may not read the queue does not poll, and the denial is kept', async () => {
  const resources = [aQueue('work'), aFunction('fn', bodies()), aMapping('fn', queueArn('work'))];
  const { queue, activity, iam, printed } = started(resources, { forbidden: ['sqs:DeleteMessage'] });
  queue.send({ body: 'a' });
  await activity.idle();
  expect(printed()).toEqual([]);
  expect(queue.depth().visible).toBe(1);
  expect(iam.denials).toMatchObject([{ action: 'sqs:DeleteMessage', resource: queueArn('work') }]);
  expect(iam.denials[0]!.principal).toContain(roleArn('fn'));
});

test('no more batches run at once than the mapping allows', async () => {
  const code = `export const handler = async () => {
    console.log('"begin"');
    await new Promise((resolve) => setTimeout(resolve, 10));
    console.log('"end"'); };`;
  const mapping = aMapping('fn', queueArn('work'), { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  const { queue, activity, printed } = started([aQueue('work'), aFunction('fn', code), mapping], { concurrency: 4 });
  for (let index = 0; index < 8; index++) queue.send({ body: 'x' });
  await activity.idle();
  let running = 0;
  const levels = printed<string>().map((line) => (line === 'begin' ? ++running : --running));
  expect(levels).toHaveLength(16);
  expect(Math.max(...levels)).toBe(2);
});

test('messages that no filter lets pass are deleted unseen', async () => {
  const Filters = [{ Pattern: JSON.stringify({ body: { type: ['form'] } }) }];
  const { queue, activity, printed } = started([
    aQueue('work'),
    aFunction('fn', bodies()),
    aMapping('fn', queueArn('work'), { FilterCriteria: { Filters } }),
  ]);
  for (const body of ['{"type":"form"}', '{"type":"mail"}', 'no json']) queue.send({ body });
  await activity.idle();
  expect(printed()).toEqual([['{"type":"form"}']]);
  expect(queue.messages()).toEqual([]);
});

test('a stopped mapping hands nothing over', async () => {
  const { queue, activity, sources, put, printed } = started([
    aQueue('work'),
    aFunction('fn', bodies()),
    aMapping('fn', queueArn('work')),
    aFunction('reader', keys()),
    aMapping('reader', streamArn),
  ]);
  queue.send({ body: 'a' });
  sources.stop();
  put('a');
  queue.send({ body: 'b' });
  await activity.idle();
  expect(printed()).toEqual([]);
});

test('a batch size above ten needs a batching window, as on AWS', async () => {
  const resources = (properties: object) => [
    aQueue('work'),
    aFunction('fn', bodies()),
    aMapping('fn', queueArn('work'), { BatchSize: 11, ...properties }),
  ];
  expect(() => started(resources({}))).toThrow('MaximumBatchingWindowInSeconds');
  const { queue, activity, printed } = started(resources({ MaximumBatchingWindowInSeconds: 1 }));
  for (let index = 0; index < 12; index++) queue.send({ body: 'x' });
  await activity.idle();
  expect(new Set(printed<string[]>().map((batch) => batch.length))).toEqual(new Set([11, 1]));
});

test('a property that the local cloud does not know is refused at start', () => {
  const resources = [aQueue('work'), aFunction('fn', bodies()), aMapping('fn', queueArn('work'), { TumblingWindowInSeconds: 5 })];
  expect(() => started(resources)).toThrow(/TumblingWindowInSeconds/);
});

test('a stream is read from its start or from now on', async () => {
  const setting = start([
    aFunction('all', keys()),
    aMapping('all', streamArn, fromStart),
    aFunction('late', keys('console.log(JSON.stringify("late"));')),
    aMapping('late', streamArn, { StartingPosition: 'LATEST' }),
  ]);
  setting.put('before');
  const sources = setting.begin();
  onTestFinished(() => sources.stop());
  await setting.activity.idle();
  expect(setting.printed()).toEqual([['before']]);
  setting.put('after');
  await setting.activity.idle();
  const lines = setting.printed<unknown>();
  expect(lines.filter((line) => JSON.stringify(line) === '["after"]')).toHaveLength(2);
  expect(lines.filter((line) => line === 'late')).toHaveLength(1);
});

test('what one request writes comes in one batch, and filters drop the rest', async () => {
  const Filters = [{ Pattern: JSON.stringify({ dynamodb: { Keys: { pk: { S: [{ prefix: 'tkt_' }] } } } }) }];
  const { activity, put, printed } = started([
    aFunction('fn', keys()),
    aMapping('fn', streamArn, { ...fromStart, FilterCriteria: { Filters } }),
  ]);
  put('tkt_1', 'con_1', 'tkt_2');
  await activity.idle();
  expect(printed()).toEqual([['tkt_1', 'tkt_2']]);
});

test('the lowest record that a function reports is where it goes on', async () => {
  const then = `globalThis.n = (globalThis.n ?? 0) + 1;
    return n > 1 ? undefined : { batchItemFailures: [3, 1].map((i) => ({ itemIdentifier: Records[i].dynamodb.SequenceNumber })) };`;
  const { activity, put, printed } = started([
    aFunction('fn', keys(then)),
    aMapping('fn', streamArn, { ...fromStart, ...report }),
  ]);
  put('a', 'b', 'c', 'd');
  await activity.idle();
  expect(printed()).toEqual([
    ['a', 'b', 'c', 'd'],
    ['b', 'c', 'd'],
  ]);
});

test('bisecting finds the poison record: the others are handled once more at most, and it alone is discarded', async () => {
  const then = 'if (Records.some(poison)) throw new Error("no");';
  const { activity, put, printed, discards, queues } = started([
    aQueue('failed'),
    aFunction('fn', keys(then)),
    aMapping('fn', streamArn, {
      ...fromStart,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: queueArn('failed') } },
    }),
  ]);
  const sequence = put('a', 'b', 'poison', 'c');
  await activity.idle();
  expect(printed()).toEqual([['a', 'b', 'poison', 'c'], ['a', 'b'], ['poison', 'c'], ['poison'], ['poison'], ['c']]);
  expect(discards).toMatchObject([{ condition: 'RetryAttemptsExhausted', functionName: 'fn', invokeCount: 4 }]);
  const letters = queues
    .get(queueArn('failed'))!
    .messages()
    .map((message): unknown => JSON.parse(message.body));
  expect(letters).toEqual([
    {
      requestContext: {
        requestId: expect.any(String),
        functionArn: functionArn('fn'),
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 4,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      DDBStreamBatchInfo: {
        shardId: expect.stringMatching(/^shardId-/),
        startSequenceNumber: sequence[2],
        endSequenceNumber: sequence[2],
        approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
        batchSize: 1,
        streamArn,
      },
    },
  ]);
});

test('without bisecting a failing batch is tried again whole, then discarded whole, and the lane goes on', async () => {
  const then = 'if (Records.some(poison)) throw new Error("no");';
  const { activity, put, printed, discards } = started([
    aFunction('fn', keys(then)),
    aMapping('fn', streamArn, { ...fromStart, MaximumRetryAttempts: 2, BatchSize: 2 }),
  ]);
  put('a', 'poison', 'b');
  await activity.idle();
  expect(printed()).toEqual([['a', 'poison'], ['a', 'poison'], ['a', 'poison'], ['b']]);
  expect(discards.map((discard) => discard.records.length)).toEqual([2]);
});

test('records that are too old on the virtual clock are discarded unseen', async () => {
  const setting = start([
    aFunction('fn', keys()),
    aMapping('fn', streamArn, {
      ...fromStart,
      MaximumRecordAgeInSeconds: 60,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::failures' } },
    }),
  ]);
  setting.put('old');
  await setting.clock.moveTo(setting.clock.now() + 120_000);
  setting.put('new');
  const sources = setting.begin();
  onTestFinished(() => sources.stop());
  await setting.activity.idle();
  expect(setting.printed()).toEqual([['new']]);
  expect(setting.discards).toMatchObject([{ condition: 'RecordAgeExceeded', invokeCount: 0 }]);
  expect(setting.objects).toMatchObject([
    { bucket: 'arn:aws:s3:::failures', key: expect.stringMatching(/^aws\/lambda\/fn-mapping\/shardId-/) },
  ]);
  expect(JSON.parse(setting.objects[0]!.body).payload).toContain('"old"');
});

test('several lanes keep the order of each key, and different keys run side by side', async () => {
  const then = 'await new Promise((r) => setTimeout(r, Math.random() * 4));';
  const { activity, put, printed, functions } = started([
    aFunction(
      'fn',
      `const order = (r) => r.dynamodb.Keys.pk.S + ' ' + r.dynamodb.SequenceNumber;
      export const handler = async ({ Records }) => { ${then} console.log(JSON.stringify(Records.map(order))); };`,
    ),
    aMapping('fn', streamArn, { ...fromStart, ParallelizationFactor: 4, BatchSize: 3 }),
  ]);
  const names = Array.from({ length: 60 }, (_, index) => `tkt_${(index * 7) % 10}`);
  for (let from = 0; from < names.length; from += 5) put(...names.slice(from, from + 5));
  await activity.idle();
  const seen = printed<string[]>().flat();
  expect(seen).toHaveLength(60);
  for (const name of new Set(names)) {
    const own = seen.filter((entry) => entry.startsWith(`${name} `));
    expect(own).toEqual(own.toSorted());
  }
  expect(functions.get('fn')!.statistics().coldStarts).toBeGreaterThan(1);
});

test.each(['dynamodb:GetRecords', 'dynamodb:ListStreams'])('without %s a mapping does not read the stream', async (action) => {
  const { activity, put, printed, iam } = started([aFunction('fn', keys()), aMapping('fn', streamArn, fromStart)], {
    forbidden: [action],
  });
  put('a');
  await activity.idle();
  expect(printed()).toEqual([]);
  expect(iam.denials.map((denial) => denial.action)).toEqual([action]);
});

test('a batch too large for one event is cut, without counting as a failure', async () => {
  const { stream, activity, begin, printed, put, discards } = start([
    aFunction('fn', keys()),
    aMapping('fn', streamArn, { ...fromStart, MaximumRetryAttempts: 0 }),
  ]);
  put('a', 'b', 'c', 'd');
  for (const record of stream.read(undefined, 4))
    Object.assign(record.dynamodb, { NewImage: { text: { S: 'x'.repeat(2_000_000) } } });
  const sources = begin();
  onTestFinished(() => sources.stop());
  await activity.idle();
  expect(printed()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(discards).toEqual([]);
});
