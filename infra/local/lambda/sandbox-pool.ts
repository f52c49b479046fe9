import type { FunctionError, Outcome } from './invocation.ts';
import { failed } from './invocation.ts';
import type { Sandbox } from './sandbox.ts';

/** The sandboxes of one function: warm ones are used again, and no more than `size` exist; further invocations wait in order. */
export interface SandboxPool {
  run(requestId: string, eventJson: string): Promise<Outcome>;
  /** Starts a sandbox unless one is there. Answers the error if the handler could not be loaded. */
  warm(): Promise<FunctionError | undefined>;
  all(): Sandbox[];
  stop(): Promise<void>;
}

export function createSandboxPool(size: number, start: () => Sandbox): SandboxPool {
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

  /** A sandbox to work in now, if there is one or may be one more. */
  const free = (): Sandbox | undefined => {
    for (let sandbox = idle.pop(); sandbox; sandbox = idle.pop()) if (sandbox.alive()) return sandbox;
    return sandboxes.size < size ? add() : undefined;
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
    return sandbox ? Promise.resolve(sandbox) : new Promise((resolve) => waiting.push(resolve));
  };

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
