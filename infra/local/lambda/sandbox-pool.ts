import type { FunctionError, Outcome } from './invocation.ts';
import { failed } from './invocation.ts';
import type { Sandbox } from './sandbox.ts';

/**
 * Milliseconds for which a sandbox may be at one invocation before those that wait get another sandbox. Lambda starts one at once; but on
 * one machine a further process takes the processor from those that are there, so only what waits or computes for long gets company.
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
  const busySince = new Map<Sandbox, number>();
  let stopped = false;

  const add = () => {
    const sandbox = start();
    sandboxes.add(sandbox);
    void sandbox.ended.then(() => {
      sandboxes.delete(sandbox);
      busySince.delete(sandbox);
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
    busySince.delete(sandbox);
    if (sandbox.alive()) idle.push(sandbox);
    serve();
  };

  const take = (): Promise<Sandbox | undefined> => {
    if (stopped) return Promise.resolve(undefined);
    const sandbox = waiting.length === 0 ? free() : undefined;
    return sandbox ? Promise.resolve(sandbox) : queueUp();
  };

  /** All are at work, and have been at the same invocation for too long. */
  const areStuck = () => {
    const now = performance.now();
    return [...sandboxes].every((sandbox) => now - (busySince.get(sandbox) ?? now) >= patience);
  };

  /** Waits for a sandbox to become free, and grows the pool when those that are there do not get on. */
  const queueUp = (): Promise<Sandbox | undefined> =>
    new Promise((resolve) => {
      const grow = () => {
        if (stopped || sandboxes.size >= size) return;
        if (!areStuck()) {
          growing = setTimeout(grow, patience);
          return;
        }
        waiting.splice(waiting.indexOf(got), 1);
        resolve(add());
      };
      let growing = setTimeout(grow, patience);
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
        busySince.set(sandbox, performance.now());
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
