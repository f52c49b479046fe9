import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { FunctionDefinition } from './function-definition.ts';
import { type FunctionError, failed, type Outcome } from './invocation.ts';
import { readLines } from './lines.ts';

/** One child process that runs one invocation at a time, as an execution environment of Lambda does. */
export interface Sandbox {
  accessKeyId: string;
  /** Resolves when the handler is loaded; with the error if that failed, and the process has ended. */
  started: Promise<FunctionError | undefined>;
  /** False once it is dying: it then takes no further invocation. */
  alive(): boolean;
  invoke(requestId: string, eventJson: string): Promise<Outcome>;
  /** The clock has moved while an invocation may be running. */
  setClockOffset(milliseconds: number): void;
  kill(): void;
  /** Resolves when the process is gone and all it wrote has been read. */
  ended: Promise<void>;
}

export interface SandboxOptions {
  fn: FunctionDefinition;
  accessKeyId: string;
  environment: Record<string, string>;
  clockOffset: () => number;
  onLog: (line: string) => void;
}

/** Lambda gives a function ten seconds to load (Lambda runtime environment, "Init phase"). */
const initLimitMilliseconds = 10_000;
// The shares of the memory that Lambda's own bootstrap script leaves to V8's new objects and to its heap.
const youngShare = 0.05;
const heapShare = 0.9;
const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

const functionError = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.optional(z.array(z.string())) });

interface Running {
  requestId: string;
  settle: (outcome: Outcome) => void;
  timer: NodeJS.Timeout;
}

function socket(stream: unknown): Socket {
  if (!(stream instanceof Socket)) throw new Error('a sandbox was started without its pipes');
  return stream.setEncoding('utf8');
}

function exitError(requestId: string, code: number | null, signal: string | null): FunctionError {
  const reason = signal ? `signal: ${signal === 'SIGKILL' ? 'killed' : signal}` : `exit status ${code}`;
  const how = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${reason}`;
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${how}` };
}

export function startSandbox({ fn, accessKeyId, environment, clockOffset, onLog }: SandboxOptions): Sandbox {
  const heap = Math.floor(fn.memoryMegabytes * heapShare);
  const young = Math.max(1, Math.floor(fn.memoryMegabytes * youngShare));
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, `--max-semi-space-size=${young}`, bootstrap, String(clockOffset())],
    {
      cwd: fn.folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    },
  );
  const commands = socket(child.stdio[3]);
  // A write to a process that has just died fails; its end is told by `close`.
  commands.on('error', () => child.kill('SIGKILL'));

  let running: Running | undefined;
  let alive = true;
  let fatal: FunctionError | undefined;
  let initialized: (error?: FunctionError) => void = () => undefined;
  const started = new Promise<FunctionError | undefined>((resolve) => {
    initialized = resolve;
  });

  const settle = (outcome: Outcome) => {
    if (!running) return;
    clearTimeout(running.timer);
    const { settle } = running;
    running = undefined;
    settle(outcome);
  };

  const kill = (why?: FunctionError) => {
    alive = false;
    fatal ??= why;
    child.kill('SIGKILL');
  };

  const timedOut = (prefix: string, milliseconds: number): FunctionError => ({
    errorType: 'Sandbox.Timedout',
    errorMessage: `${prefix}Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`,
  });

  const initTimer = setTimeout(() => kill(timedOut('Init phase: ', initLimitMilliseconds)), initLimitMilliseconds);

  const answers = readLines((line) => {
    const rest = line.slice(1);
    const json = () => rest.slice(rest.indexOf(' ') + 1);
    switch (line.charAt(0)) {
      case 'L':
        return onLog(rest);
      case 'K':
        clearTimeout(initTimer);
        return initialized();
      case 'X':
        alive = false;
        fatal = functionError.parse(JSON.parse(rest));
        return undefined;
      case 'R':
        return settle({ ok: true, json: json() });
      case 'E':
        return settle({ ok: false, error: functionError.parse(JSON.parse(json())) });
      default:
        return onLog(line);
    }
  });
  socket(child.stdio[4]).on('data', (chunk: string) => answers.push(chunk));
  for (const stream of [child.stdout, child.stderr]) {
    // Only what the engine itself writes: what the function prints comes as log lines, in order with its results.
    const log = readLines(onLog);
    socket(stream)
      .on('data', (chunk: string) => log.push(chunk))
      .on('end', () => log.end());
  }

  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => onLog(`sandbox: ${error.message}`));
    child.on('exit', () => {
      alive = false;
    });
    child.on('close', (code, signal) => {
      clearTimeout(initTimer);
      const requestId = running?.requestId ?? '';
      const error = fatal ?? exitError(requestId, code, signal);
      if (running && !fatal?.trace) onLog(`${requestId} ${error.errorMessage}`);
      resolve();
      initialized(error);
      settle({ ok: false, error });
    });
  });

  return {
    accessKeyId,
    started,
    ended,
    alive: () => alive,
    kill: () => kill(),
    setClockOffset: (milliseconds) => {
      if (alive) commands.write(`C${milliseconds}\n`);
    },
    invoke: (requestId, eventJson) => {
      if (!alive || running)
        return Promise.resolve(failed('Runtime.ExitError', `RequestId: ${requestId} Error: the sandbox is not free`));
      return new Promise<Outcome>((resolve) => {
        const limit = fn.timeoutMilliseconds;
        const timer = setTimeout(() => kill(timedOut(`RequestId: ${requestId} Error: `, limit)), limit);
        running = { requestId, settle: resolve, timer };
        commands.write(`I${requestId} ${fn.arn} ${limit} ${clockOffset()} ${eventJson}\n`);
      });
    },
  };
}
