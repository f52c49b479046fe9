import { AwsError } from '../service.ts';
import { createAsyncInvoker } from './async-invocation.ts';
import { asyncSettings } from './async-settings.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { FunctionsOptions, LambdaFunction, SandboxIdentity } from './functions.ts';
import {
  eventTooLarge,
  failed,
  type InvokeResult,
  maximumAsyncEventBytes,
  maximumEventBytes,
  maximumResponseBytes,
  type Outcome,
} from './invocation.ts';
import { startSandbox } from './sandbox.ts';
import { newAccessKeyId, sandboxEnvironment } from './sandbox-environment.ts';
import { createSandboxPool, usualPatience } from './sandbox-pool.ts';

export interface RunningFunction extends LambdaFunction {
  setClockOffset(milliseconds: number): void;
  stop(): Promise<void>;
}

export interface LambdaFunctionOptions extends Omit<FunctionsOptions, 'concurrency' | 'newId'> {
  fn: FunctionDefinition;
  concurrency: number;
  newId: () => string;
  /** Filled with a sandbox's credentials as long as it lives. */
  identities: Map<string, SandboxIdentity>;
}

function tooLarge(limit: number): string {
  return `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
}

function parseOutcome(outcome: Outcome): InvokeResult {
  if (!outcome.ok) return outcome;
  const bytes = Buffer.byteLength(outcome.json);
  if (bytes > maximumResponseBytes) {
    const message = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maximumResponseBytes} bytes).`;
    return failed('Function.ResponseSizeTooLarge', message);
  }
  return { ok: true, payload: JSON.parse(outcome.json) };
}

export function createLambdaFunction(options: LambdaFunctionOptions): RunningFunction {
  const { fn, app, clock, activity, awsEndpoint, onLog, onInvoked, deadLetter, newId, identities } = options;
  const { name, arn, roleArn } = fn;
  const concurrency = Math.min(options.concurrency, fn.reservedConcurrency ?? options.concurrency);
  const statistics = { invocations: 0, errors: 0, coldStarts: 0 };

  const pool = createSandboxPool(concurrency, options.patience ?? usualPatience, () => {
    statistics.coldStarts++;
    const accessKeyId = newAccessKeyId();
    const environment = sandboxEnvironment(fn, { region: app.region, awsEndpoint }, accessKeyId);
    const sandbox = startSandbox({
      fn,
      accessKeyId,
      environment,
      clockOffset: () => clock.offset(),
      onLog: (line) => onLog(name, line),
    });
    identities.set(accessKeyId, { accessKeyId, functionName: name, roleArn, kill: () => sandbox.kill() });
    void sandbox.ended.then(() => identities.delete(accessKeyId));
    return sandbox;
  });

  const run = async (event: unknown, requestId: string): Promise<InvokeResult> => {
    const json = JSON.stringify(event ?? {});
    if (Buffer.byteLength(json) > maximumEventBytes) return failed(eventTooLarge, tooLarge(maximumEventBytes));
    statistics.invocations++;
    const startedAt = clock.now();
    const result = parseOutcome(await pool.run(requestId, json));
    if (!result.ok) statistics.errors++;
    onInvoked?.({ functionName: name, event, startedAt, milliseconds: clock.now() - startedAt, ok: result.ok });
    return result;
  };

  const invoke = (event: unknown, requestId = newId()) => activity.track(`lambda ${name}`, () => run(event, requestId));
  const invokeLater = createAsyncInvoker({ fn, settings: asyncSettings(app, fn), clock, invoke, deadLetter, newId });

  return {
    name,
    arn,
    roleArn,
    concurrency,
    invoke,
    invokeAsync: (event) => {
      if (Buffer.byteLength(JSON.stringify(event ?? {})) > maximumAsyncEventBytes) {
        throw new AwsError(eventTooLarge, tooLarge(maximumAsyncEventBytes), 413);
      }
      const report = (error: unknown) => onLog(name, `the dead letter was not delivered: ${String(error)}`);
      activity.track(`lambda ${name}: asynchronous event`, () => invokeLater(event)).catch(report);
    },
    warm: async () => {
      const error = await activity.track(`lambda ${name}: start`, () => pool.warm());
      if (error) throw new Error(`${name}: ${error.errorType}: ${error.errorMessage}`);
    },
    statistics: () => ({ ...statistics }),
    setClockOffset: (milliseconds) => {
      for (const sandbox of pool.all()) sandbox.setClockOffset(milliseconds);
    },
    stop: () => pool.stop(),
  };
}
