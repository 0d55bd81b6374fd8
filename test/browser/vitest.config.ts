import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each file drives a browser of its own; more of them at once only wait for each other.
    maxWorkers: 2,
  },
});
