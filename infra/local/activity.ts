/** Counts the work in flight anywhere in the local cloud, so that a test can wait for quiet instead of sleeping. */
export interface Activity {
  /** Work counts as in flight from the call until its promise settles. */
  track<T>(label: string, work: () => Promise<T>): Promise<T>;
  /** For work whose end is not one promise: call the answer once. */
  begin(label: string): () => void;
  /** Resolves once nothing is in flight, and stays nothing through one turn of the event loop. */
  idle(): Promise<void>;
  /** What is in flight now, for the error message of a wait that takes too long. */
  current(): string[];
}

export function createActivity(): Activity {
  const running = new Map<symbol, string>();
  let waiting: (() => void)[] = [];

  const begin = (label: string) => {
    const token = Symbol(label);
    running.set(token, label);
    return () => {
      if (!running.delete(token) || running.size > 0) return;
      const wake = waiting;
      waiting = [];
      for (const resolve of wake) resolve();
    };
  };

  return {
    begin,
    track: async (label, work) => {
      const end = begin(label);
      try {
        return await work();
      } finally {
        end();
      }
    },
    idle: async () => {
      for (;;) {
        while (running.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
        await new Promise((resolve) => setImmediate(resolve));
        if (running.size === 0) return;
      }
    },
    current: () => [...running.values()],
  };
}
