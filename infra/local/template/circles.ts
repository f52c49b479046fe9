/** Runs computations that may need one another, and tells a circle from a long chain. */
export interface CircleGuard {
  /** Throws an error that shows the whole circle when `compute` needs its own result. */
  run<T>(what: string, compute: () => T): T;
}

export function createCircleGuard(): CircleGuard {
  const running = new Set<string>();
  return {
    run: (what, compute) => {
      if (running.has(what)) {
        const chain = [...running];
        throw new Error(`the template refers to itself in a circle: ${[...chain.slice(chain.indexOf(what)), what].join(' → ')}`);
      }
      running.add(what);
      try {
        return compute();
      } finally {
        running.delete(what);
      }
    },
  };
}

/** A value that is computed when it is first read, and never again. A failed computation is not kept. */
export function lazily<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
