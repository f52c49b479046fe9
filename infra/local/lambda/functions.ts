import { randomUUID } from 'node:crypto';
import type { Activity } from '../activity.ts';
import type { EndedInvocation } from '../metrics/lambda-metrics.ts';
import type { App } from '../template/app.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { DeadLetter } from './async-invocation.ts';
import { functionDefinition } from './function-definition.ts';
import type { InvokeResult } from './invocation.ts';
import { createLambdaFunction, type RunningFunction } from './lambda-function.ts';

export type { DeadLetter, LetterSender } from './async-invocation.ts';
export type { InvokeResult } from './invocation.ts';

export interface LambdaFunction {
  name: string;
  arn: string;
  roleArn: string;
  /** How many invocations run at once at most; further ones wait in order. */
  concurrency: number;
  /** Never rejects: what goes wrong, time-outs and crashes too, is a result. `requestId` defaults to a new one. */
  invoke(event: unknown, requestId?: string): Promise<InvokeResult>;
  /** Hands an event over and returns: retries, the on-failure destination and the dead-letter queue follow on the virtual clock. */
  invokeAsync(event: unknown): void;
  /** Starts one sandbox before the first event. Rejects, naming the function, if its handler cannot be loaded. */
  warm(): Promise<void>;
  statistics(): { invocations: number; errors: number; coldStarts: number };
}

export interface SandboxIdentity {
  accessKeyId: string;
  functionName: string;
  roleArn: string;
  /** Ends the sandbox as if the machine had failed; its invocation ends in an error. */
  kill(): void;
}

export interface Functions {
  get(nameOrArn: string): LambdaFunction | undefined;
  all(): LambdaFunction[];
  /** Who holds these credentials; undefined once the sandbox has ended. */
  identity(accessKeyId: string): SandboxIdentity | undefined;
  /** Kills all sandboxes; what was running or waiting ends in an error. */
  stop(): Promise<void>;
}

export interface FunctionsOptions {
  app: App;
  clock: VirtualClock;
  activity: Activity;
  awsEndpoint: string;
  onLog: (functionName: string, line: string) => void;
  /** Per function. */
  concurrency?: number;
  /** Milliseconds that a sandbox may be at one invocation before another is started for those that wait; 0 as on AWS. */
  patience?: number;
  deadLetter?: DeadLetter;
  /** Told of each invocation that has ended. Must not throw. */
  onInvoked?: (invocation: EndedInvocation) => void;
  newId?: () => string;
}

/** All the template's Lambda functions, each with a pool of child processes that run its bundle. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { app, clock, concurrency = 3, newId = randomUUID } = options;
  const identities = new Map<string, SandboxIdentity>();
  const functions = new Map<string, RunningFunction>();
  for (const resource of app.byType('AWS::Lambda::Function')) {
    const fn = functionDefinition(app, resource);
    functions.set(fn.name, createLambdaFunction({ ...options, fn, concurrency, newId, identities }));
  }
  const byArn = new Map([...functions.values()].map((fn) => [fn.arn, fn]));
  const stopListening = clock.onMove((offset) => {
    for (const fn of functions.values()) fn.setClockOffset(offset);
  });
  return {
    get: (nameOrArn) => functions.get(nameOrArn) ?? byArn.get(nameOrArn.replace(/:\$LATEST$/, '')),
    all: () => [...functions.values()],
    identity: (accessKeyId) => identities.get(accessKeyId),
    stop: async () => {
      stopListening();
      await Promise.all([...functions.values()].map((fn) => fn.stop()));
    },
  };
}
