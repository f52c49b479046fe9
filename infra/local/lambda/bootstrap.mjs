// The loop inside a sandbox. Talks to `sandbox.ts` in lines: reads commands from descriptor 3, writes answers to descriptor 4. Writing is
// synchronous, so that log lines always arrive before the result of their invocation, and nothing is lost when the function exits.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { format } from 'node:util';
import { setClockOffset, shiftDate } from './function-clock.mjs';
import { loadHandler } from './user-function.mjs';

const env = { ...process.env };
let requestId = '';

/** @param {string} line */
function answer(line) {
  let bytes = Buffer.from(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(4, bytes));
}

/** @param {unknown} error */
function described(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: format(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** @param {string} title @param {ReturnType<typeof described>} error */
function logError(title, error) {
  answer(`L${new Date().toISOString()}\t${requestId}\tERROR\t${title}\t${JSON.stringify(error)}`);
}

/** @param {NodeJS.WriteStream} stream */
function sendLines(stream) {
  let rest = '';
  stream.write = (chunk, encoding, callback) => {
    const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) answer(`L${line}`);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
  process.on('exit', () => rest && answer(`L${rest}`));
}

/** @param {unknown} error */
function die(error) {
  const description = described(error);
  logError('Uncaught Exception', description);
  if (requestId) answer(`E${requestId} ${JSON.stringify(description)}`);
  process.exit(129);
}

/** @param {string} id @param {string} functionArn @param {number} timeout real milliseconds */
function contextOf(id, functionArn, timeout) {
  const deadline = performance.now() + timeout;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: id,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
}

/** @param {unknown} result */
function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    const error = new Error('Unable to stringify response body');
    error.name = 'Runtime.JSONStringifyError';
    throw error;
  }
}

/** @param {Function} handler @param {string} line `<request id> <function ARN> <time-out> <clock offset> <event>` */
async function invoke(handler, line) {
  const [id, functionArn, timeout, offset] = line.split(' ', 4);
  const event = line.slice(id.length + functionArn.length + timeout.length + offset.length + 4);
  requestId = id;
  setClockOffset(Number(offset));
  try {
    const result = await handler(JSON.parse(event), contextOf(id, functionArn, Number(timeout)));
    answer(`R${id} ${stringify(result)}`);
  } catch (error) {
    const description = described(error);
    logError('Invoke Error', description);
    answer(`E${id} ${JSON.stringify(description)}`);
  }
  requestId = '';
}

setClockOffset(Number(process.argv[2]));
process.argv.length = 2;
shiftDate();
sendLines(process.stdout);
sendLines(process.stderr);
process.on('uncaughtException', die);
process.on('unhandledRejection', (reason) => {
  const error = new Error(String(reason instanceof Error ? reason : format(reason)));
  error.name = 'Runtime.UnhandledPromiseRejection';
  die(error);
});

let handler;
try {
  handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER);
} catch (error) {
  const description = described(error);
  logError('Init Error', description);
  answer(`X${JSON.stringify(description)}`);
  process.exit(1);
}

let rest = '';
const commands = new Socket({ fd: 3, readable: true, writable: false }).setEncoding('utf8');
commands.on('data', (chunk) => {
  const lines = (chunk.includes('\n') ? rest + chunk : chunk).split('\n');
  if (lines.length === 1) {
    rest += chunk;
    return;
  }
  rest = lines.pop();
  for (const line of lines) {
    if (line.startsWith('C')) setClockOffset(Number(line.slice(1)));
    else void invoke(handler, line.slice(1));
  }
});
commands.on('end', () => process.exit(0));
answer('K');
