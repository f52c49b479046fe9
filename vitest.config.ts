import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/synthesize.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    restoreMocks: true,
    // Local clouds wait more than they work: two files at a time, even where vitest would run one.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
