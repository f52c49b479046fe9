import type { FunctionError, Outcome } from './invocation.ts';
import { failed } from './invocation.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Milliseconds for which an invocation waits for a busy sandbox before another one is started. Lambda starts one at once; but on one machine a further
 * process takes the processor from those that are there, so only invocations that wait or compute for long get company.
 */
export const usualPatience = 1000;

/** The sandboxes of one function: warm ones are used again, and no more than `size` exist; further invocations wait in order. */
export interface SandboxPool {
  run(requestId: string, eventJson: string): Promise<Outcome>;
  /** Starts a sandbox unless one is there. Answers the error if the handler could not be loaded. */
  warm(): Promise<FunctionError | undefined>;
  all(): Sandbox[];
  stop(): Promise<void>;
}

export function createSandboxPool(size: number, patience: number, start: () => Sandbox): SandboxPool {
  const sandboxes = new Set<Sandbox>();
  const idle: Sandbox[] = [];
  const waiting: ((sandbox: Sandbox | undefined) => void)[] = [];
  let stopped = false;

  const add = () => {
    const sandbox = start();
    sandboxes.add(sandbox);
    void sandbox.ended.then(() => {
      sandboxes.delete(sandbox);
      serve();
    });
    return sandbox;
  };

  /** A sandbox to work in now: an idle one, or the first. */
  const free = (): Sandbox | undefined => {
    for (let sandbox = idle.pop(); sandbox; sandbox = idle.pop()) if (sandbox.alive()) return sandbox;
    return sandboxes.size === 0 ? add() : undefined;
  };

  const serve = () => {
    while (waiting.length > 0) {
      const sandbox = stopped ? undefined : free();
      if (!sandbox && !stopped) return;
      waiting.shift()?.(sandbox);
    }
  };

  const release = (sandbox: Sandbox) => {
    if (sandbox.alive()) idle.push(sandbox);
    serve();
  };

  const take = (): Promise<Sandbox | undefined> => {
    if (stopped) return Promise.resolve(undefined);
    const sandbox = waiting.length === 0 ? free() : undefined;
    return sandbox ? Promise.resolve(sandbox) : queueUp();
  };

  /** Waits for a sandbox to become free, and grows the pool when that takes too long. */
  const queueUp = (): Promise<Sandbox | undefined> =>
    new Promise((resolve) => {
      const growing = setTimeout(() => {
        if (stopped || sandboxes.size >= size) return;
        waiting.splice(waiting.indexOf(got), 1);
        resolve(add());
      }, patience);
      const got = (sandbox: Sandbox | undefined) => {
        clearTimeout(growing);
        resolve(sandbox);
      };
      waiting.push(got);
    });

  return {
    run: async (requestId, eventJson) => {
      for (;;) {
        const sandbox = await take();
        if (!sandbox) return failed('ServiceException', 'the local cloud is stopping');
        const initError = await sandbox.started;
        // Killed while it was idle: the event has not reached the function, so another sandbox takes it.
        if (!initError && !sandbox.alive()) continue;
        try {
          return initError ? { ok: false, error: initError } : await sandbox.invoke(requestId, eventJson);
        } finally {
          release(sandbox);
        }
      }
    },
    warm: async () => {
      const [existing] = sandboxes;
      if (existing || stopped) return existing?.started;
      const sandbox = add();
      const error = await sandbox.started;
      release(sandbox);
      return error;
    },
    all: () => [...sandboxes],
    stop: async () => {
      stopped = true;
      serve();
      await Promise.all(
        [...sandboxes].map((sandbox) => {
          sandbox.kill();
          return sandbox.ended;
        }),
      );
    },
  };
}
