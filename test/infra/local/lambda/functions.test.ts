import { expect, onTestFinished, test, vi } from 'vitest';
import { createActivity } from '../../../../infra/local/activity.ts';
import { createFunctions, type FunctionsOptions, type InvokeResult } from '../../../../infra/local/lambda/functions.ts';
import type { Resource } from '../../../../infra/local/template/app.ts';
import { aFunction, anApp, aResource, aTimeLine, functionArn, queueArn, roleArn } from './a-local-app.ts';

function start(resources: Resource[], overrides: Partial<FunctionsOptions> = {}) {
  const { clock, activity } = aTimeLine();
  const lines: string[] = [];
  const functions = createFunctions({
    patience: 0,
    app: anApp(resources),
    clock,
    activity,
    awsEndpoint: 'http://127.0.0.1:4466',
    onLog: (_name, line) => lines.push(line),
    ...overrides,
  });
  onTestFinished(() => functions.stop());
  const fn = functions.get(resources[0]!.name)!;
  return { clock, activity, functions, fn, lines };
}

/** The payload, as the type that the test's bundle returns. */
const payloadOf = async <Payload = string>(result: Promise<InvokeResult>): Promise<Payload> => {
  const answer = await result;
  if (!answer.ok) throw new Error(answer.error.errorMessage);
  return answer.payload as Payload;
};

test('the first event starts a sandbox and the next one finds it warm', async () => {
  const { fn } = start([aFunction('count', 'let n = 0; export const handler = async () => ++n;')]);
  expect(await payloadOf(fn.invoke({}))).toBe(1);
  expect(await payloadOf(fn.invoke({}))).toBe(2);
  expect(fn.statistics()).toEqual({ invocations: 2, errors: 0, coldStarts: 1 });
});

test('a warmed function has its sandbox before the first event', async () => {
  const { fn } = start([aFunction('warm', 'export const handler = async () => 1;')]);
  await fn.warm();
  expect(fn.statistics()).toEqual({ invocations: 0, errors: 0, coldStarts: 1 });
  await fn.invoke({});
  expect(fn.statistics().coldStarts).toBe(1);
});

test('a function that runs too long is killed and the next event gets a new sandbox', async () => {
  const code =
    'export const handler = async (event) => (event.hang ? new Promise(() => setInterval(() => {}, 1000)) : process.pid);';
  const { fn, lines } = start([aFunction('slow', code, { Timeout: 1 })]);
  const pid = await payloadOf<number>(fn.invoke({}));
  expect(await fn.invoke({ hang: true }, 'req-1')).toEqual({
    ok: false,
    error: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: req-1 Error: Task timed out after 1.00 seconds' },
  });
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(lines.join('\n')).toContain('Task timed out after 1.00 seconds');
  expect(await payloadOf(fn.invoke({}))).not.toBe(pid);
});

test('even a function that blocks its thread is killed', async () => {
  const { fn } = start([aFunction('spin', 'export const handler = async () => { for (;;); };', { Timeout: 1 })]);
  expect(await fn.invoke({})).toMatchObject({ ok: false, error: { errorType: 'Sandbox.Timedout' } });
});

test('a function that exits ends its invocation in an error, keeps what it printed, and the next event works', async () => {
  const code =
    'export const handler = async (event) => { console.log("last words"); if (event.die) process.exit(3); return "fine"; };';
  const { fn, lines } = start([aFunction('crash', code)]);
  expect(await fn.invoke({ die: true }, 'req-1')).toEqual({
    ok: false,
    error: { errorType: 'Runtime.ExitError', errorMessage: 'RequestId: req-1 Error: Runtime exited with error: exit status 3' },
  });
  expect(lines).toContain('last words');
  expect(await payloadOf(fn.invoke({}))).toBe('fine');
});

test('a rejection that nobody handles ends the invocation and the sandbox', async () => {
  const code =
    'export const handler = async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 5000)); };';
  const { fn } = start([aFunction('reject', code)]);
  const error = { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' };
  expect(await fn.invoke({})).toMatchObject({ ok: false, error });
});

test('an error that the handler throws comes back with its type, message and trace, and the sandbox stays', async () => {
  const code = 'export const handler = async () => { const e = new Error("no such ticket"); e.name = "NotFound"; throw e; };';
  const { fn } = start([aFunction('throw', code)]);
  const result = await fn.invoke({});
  expect(result).toMatchObject({ ok: false, error: { errorType: 'NotFound', errorMessage: 'no such ticket' } });
  expect(result.ok ? [] : result.error.trace?.join('\n')).toContain('index.mjs');
  await fn.invoke({});
  expect(fn.statistics()).toEqual({ invocations: 2, errors: 2, coldStarts: 1 });
});

test.each([
  ['throws while loading', 'throw new TypeError("no setting");', 'index.handler', 'TypeError', 'no setting'],
  ['has no such export', 'export const other = 1;', 'index.handler', 'Runtime.HandlerNotFound', 'not exported'],
  [
    'imports what is not in the bundle',
    'import "nowhere";',
    'index.handler',
    'Runtime.ImportModuleError',
    "Cannot find package 'nowhere'",
  ],
  ['is not there', '', 'main.handler', 'Runtime.ImportModuleError', "Cannot find module 'main'"],
  ['does not parse', 'export const = 1;', 'index.handler', 'Runtime.UserCodeSyntaxError', 'Unexpected token'],
  [
    'takes a callback',
    'export const handler = (e, c, done) => done();',
    'index.handler',
    'Runtime.CallbackHandlerDeprecated',
    'Node.js 24',
  ],
])('a bundle that %s is an init error as AWS reports it', async (_what, code, Handler, errorType, errorMessage) => {
  const { fn } = start([aFunction('broken', code, { Handler })]);
  expect(await fn.invoke({})).toMatchObject({
    ok: false,
    error: { errorType, errorMessage: expect.stringContaining(errorMessage) },
  });
  await expect(fn.warm()).rejects.toThrow(`broken: ${errorType}`);
});

test('a function sees its own variables, those of Lambda, and nothing of this process', async () => {
  vi.stubEnv('GUICHET_SECRET_OF_THE_HOST', 'leaked');
  onTestFinished(() => void vi.unstubAllEnvs());
  const code =
    'export const handler = async () => ({ env: process.env, cwd: process.cwd(), argv: process.argv.length, ipc: !!process.send });';
  const { fn } = start([aFunction('env', code, { MemorySize: 256, Environment: { Variables: { TABLE: 'tickets' } } })]);
  const { env, cwd, argv, ipc } = await payloadOf<{ env: Record<string, string>; cwd: string; argv: number; ipc: boolean }>(
    fn.invoke({}),
  );
  expect(Object.keys(env).toSorted()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_DEFAULT_REGION',
    'AWS_ENDPOINT_URL',
    'AWS_EXECUTION_ENV',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_LAMBDA_FUNCTION_VERSION',
    'AWS_LAMBDA_INITIALIZATION_TYPE',
    'AWS_LAMBDA_LOG_GROUP_NAME',
    'AWS_LAMBDA_LOG_STREAM_NAME',
    'AWS_REGION',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'LAMBDA_TASK_ROOT',
    'LANG',
    'PATH',
    'TABLE',
    'TZ',
    '_HANDLER',
  ]);
  expect(env).toMatchObject({
    TABLE: 'tickets',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4466',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
  });
  expect({ cwd, argv, ipc }).toEqual({ cwd: env.LAMBDA_TASK_ROOT, argv: 2, ipc: false });
});

test('a handler gets the context of Lambda', async () => {
  const code = 'export const handler = async (e, c) => ({ ...c, left: c.getRemainingTimeInMillis() });';
  const { fn } = start([aFunction('context', code, { MemorySize: 512 })]);
  const context = await payloadOf<Record<string, unknown>>(fn.invoke({}, 'req-7'));
  expect(context).toMatchObject({
    awsRequestId: 'req-7',
    functionName: 'context',
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn('context'),
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/context',
  });
  expect(context.left).toBeGreaterThan(5000);
  expect(context.left).toBeLessThanOrEqual(10_000);
});

type Times = Record<'now' | 'loaded' | 'made' | 'up', number> & { text: string };

test('Date inside a function is on the moved clock, timers and performance.now are not', async () => {
  const code = `const loaded = Date.now();
    export const handler = async () => ({ loaded, now: Date.now(), made: new Date().getTime(), text: Date(), fixed: new Date(5).getTime(),
      same: new Date() instanceof Date, tag: Object.prototype.toString.call(new Date()), sub: new (class extends Date {})() instanceof Date, up: performance.now() });`;
  const { fn, clock } = start([aFunction('time', code)]);
  await clock.moveTo(clock.now() + 4 * 3_600_000);
  const first = await payloadOf<Times>(fn.invoke({}));
  expect(Math.abs(first.now - clock.now())).toBeLessThan(2000);
  expect(Math.abs(first.loaded - clock.now())).toBeLessThan(2000);
  expect(Math.abs(first.made - first.now)).toBeLessThan(100);
  expect(Math.abs(Date.parse(first.text) - clock.now())).toBeLessThan(3000);
  expect(first).toMatchObject({ fixed: 5, same: true, sub: true, tag: '[object Date]' });
  await clock.moveTo(clock.now() + 24 * 3_600_000);
  const second = await payloadOf<Times>(fn.invoke({}));
  expect(Math.abs(second.now - clock.now())).toBeLessThan(2000);
  expect(second.up).toBeLessThan(60_000);
});

test('a clock that moves during an invocation moves inside the function too', async () => {
  const code = `export const handler = async (event) => {
    const before = Date.now();
    console.log('running');
    while (Date.now() - before < 3_600_000) await new Promise((resolve) => setTimeout(resolve, 2));
    return Date.now() - before; };`;
  const running = Promise.withResolvers<void>();
  // An activity of its own: the clock does not wait for this invocation before it moves.
  const { fn, clock } = start([aFunction('moved', code)], { activity: createActivity(), onLog: () => running.resolve() });
  const result = fn.invoke({});
  await running.promise;
  await clock.moveTo(clock.now() + 2 * 3_600_000);
  expect(await payloadOf(result)).toBeGreaterThanOrEqual(3_600_000);
});

test('what a function prints arrives line by line and before its result', async () => {
  const code = `import { writeSync } from 'node:fs';
    export const handler = async () => { process.stdout.write('{"a":'); process.stdout.write('1}\\nsecond\\n'); console.error('third'); return 1; };`;
  const { fn, lines } = start([aFunction('print', code)]);
  await fn.invoke({});
  expect(lines).toEqual(['{"a":1}', 'second', 'third']);
});

test('no more invocations than the concurrency run at once, each in a sandbox of its own', async () => {
  const code = `let running = 0;
    export const handler = async () => {
      const together = ++running;
      await new Promise((resolve) => setTimeout(resolve, 10));
      running--;
      return { pid: process.pid, together }; };`;
  const { fn } = start([aFunction('limited', code)], { concurrency: 2 });
  const invocations = Array.from({ length: 8 }, () => payloadOf<Record<'pid' | 'together', number>>(fn.invoke({})));
  const runs = await Promise.all(invocations);
  expect(new Set(runs.map((run) => run.pid)).size).toBe(2);
  expect(runs.every((run) => run.together === 1)).toBe(true);
});

test('invocations beyond the concurrency wait in order', async () => {
  const code =
    'export const handler = async ({ n }) => { console.log(String(n)); await new Promise((r) => setTimeout(r, 6 - n)); };';
  const { fn, lines } = start([aFunction('queued', code)], { concurrency: 1 });
  await Promise.all([0, 1, 2, 3, 4, 5].map((n) => fn.invoke({ n })));
  expect(lines).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('a function with reserved concurrency has no more sandboxes than that', () => {
  const properties = { ReservedConcurrentExecutions: 1 };
  expect(start([aFunction('reserved', '', properties)], { concurrency: 5 }).fn.concurrency).toBe(1);
  expect(() => start([aFunction('none', '', { ReservedConcurrentExecutions: 0 })])).toThrow(
    'a function with no concurrency cannot run',
  );
});

test('credentials name their function while its sandbox lives, and can kill it', async () => {
  const code = `export const handler = async (event) => {
    if (!event.hang) return process.env.AWS_ACCESS_KEY_ID;
    console.log('hanging');
    await new Promise(() => setInterval(() => {}, 1000)); };`;
  const running = Promise.withResolvers<void>();
  const { fn, functions } = start([aFunction('who', code)], { onLog: () => running.resolve() });
  const key = await payloadOf(fn.invoke({}));
  expect(functions.identity(key)).toMatchObject({ functionName: 'who', roleArn: roleArn('who') });
  const hanging = fn.invoke({ hang: true });
  await running.promise;
  functions.identity(key)!.kill();
  expect(await hanging).toMatchObject({
    ok: false,
    error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') },
  });
  expect(functions.identity(key)).toBeUndefined();
  expect(await payloadOf(fn.invoke({}))).not.toBe(key);
});

test('a sandbox that is killed between events takes no event with it', async () => {
  const { fn, functions } = start([aFunction('idle', 'export const handler = async () => process.env.AWS_ACCESS_KEY_ID;')]);
  const key = await payloadOf(fn.invoke({}));
  const next = fn.invoke({});
  functions.identity(key)!.kill();
  expect(await payloadOf(next)).not.toBe(key);
});

test('stopping ends what runs and what waits in errors', async () => {
  const code =
    'export const handler = async () => { console.log("hanging"); await new Promise(() => setInterval(() => {}, 1000)); };';
  const running = Promise.withResolvers<void>();
  const { fn, functions } = start([aFunction('stop', code)], { concurrency: 1, onLog: () => running.resolve() });
  const results = [fn.invoke({}), fn.invoke({})];
  await running.promise;
  await functions.stop();
  expect(await Promise.all(results)).toMatchObject([
    { ok: false, error: { errorType: 'Runtime.ExitError' } },
    { ok: false, error: { errorType: 'ServiceException' } },
  ]);
});

test('an event of 6 MB passes and one byte more does not', async () => {
  const { fn } = start([aFunction('big', 'export const handler = async (e) => e.length;')]);
  expect(await payloadOf(fn.invoke('x'.repeat(6_291_456 - 2)))).toBe(6_291_454);
  expect(await fn.invoke('x'.repeat(6_291_456 - 1))).toMatchObject({
    ok: false,
    error: { errorType: 'RequestEntityTooLargeException' },
  });
});

test('an answer of 6 MB and a hundred bytes passes and one byte more does not', async () => {
  const { fn } = start([aFunction('big', 'export const handler = async (e) => "x".repeat(e.size);')]);
  expect(await payloadOf(fn.invoke({ size: 6_291_556 - 2 }))).toHaveLength(6_291_554);
  expect(await fn.invoke({ size: 6_291_556 - 1 })).toMatchObject({
    ok: false,
    error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.stringContaining('(6291557 bytes)') },
  });
});

test('an invocation counts as activity', async () => {
  const { fn, activity } = start([
    aFunction('busy', 'export const handler = async () => { await new Promise((r) => setTimeout(r, 30)); };'),
  ]);
  let done = false;
  void fn.invoke({}).then(() => {
    done = true;
  });
  expect(activity.current()).toEqual(['lambda busy']);
  await activity.idle();
  expect(done).toBe(true);
});

test('an asynchronous event is tried again after one and two minutes, then goes to the destination and the dead-letter queue', async () => {
  const letters: { queueArn: string; body: unknown; attributes: Record<string, { stringValue: string }> }[] = [];
  const fail = aFunction(
    'fail',
    'export const handler = async (e, c) => { console.log(c.awsRequestId); throw new Error("still no"); };',
    {
      DeadLetterConfig: { TargetArn: queueArn('dead') },
    },
  );
  const DestinationConfig = { OnFailure: { Destination: queueArn('failed') } };
  const config = aResource('AWS::Lambda::EventInvokeConfig', { FunctionName: 'fail', Qualifier: '$LATEST', DestinationConfig });
  const { fn, clock, activity, lines } = start([fail, config], {
    deadLetter: (arn, body, sender) =>
      letters.push({ queueArn: arn, body: JSON.parse(body), attributes: sender.messageAttributes }),
  });
  fn.invokeAsync({ ticket: 'tkt_1' });
  await activity.idle();
  const begin = clock.now();
  expect(fn.statistics().invocations).toBe(1);
  await clock.moveTo(begin + 59_000);
  expect(fn.statistics().invocations).toBe(1);
  await clock.moveTo(begin + 61_000);
  expect(fn.statistics().invocations).toBe(2);
  await clock.moveTo(begin + 182_000);
  expect(fn.statistics().invocations).toBe(3);
  expect(new Set(lines.filter((line) => !line.includes('ERROR'))).size).toBe(1);
  expect(letters.map((letter) => letter.queueArn)).toEqual([queueArn('failed'), queueArn('dead')]);
  expect(letters[0]!.body).toMatchObject({
    version: '1.0',
    requestContext: { functionArn: `${functionArn('fail')}:$LATEST`, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { ticket: 'tkt_1' },
    responsePayload: { errorMessage: 'still no', errorType: 'Error' },
  });
  expect(letters[1]!.body).toEqual({ ticket: 'tkt_1' });
  expect(letters[1]!.attributes).toMatchObject({ ErrorMessage: { stringValue: 'still no' }, ErrorCode: { stringValue: '200' } });
});

test('a function with a reserved variable is refused', () => {
  expect(() => start([aFunction('reserved', '', { Environment: { Variables: { AWS_REGION: 'x' } } })])).toThrow(
    'AWS_REGION is reserved',
  );
});

test('environment variables of 4 KB pass and one byte more does not', () => {
  const variables = (bytes: number) => ({ Environment: { Variables: { A: 'x'.repeat(bytes - 1) } } });
  expect(() => start([aFunction('full', '', variables(4096))])).not.toThrow();
  expect(() => start([aFunction('over', '', variables(4097))])).toThrow('4097 bytes');
});
