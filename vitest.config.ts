import { defineConfig } from 'vitest/config';

const common = { testTimeout: 60_000, hookTimeout: 60_000, restoreMocks: true };

/** These use undici's process-wide dispatcher, which belongs to whichever version of undici was loaded first. */
const apart = ['test/playground/{comfyui,discord}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Most of a test's time is waiting for a server: twice the cores of the smallest machine.
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...common,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', ...apart],
          // Starting a process for each file and loading the same modules again took more than half of the time.
          isolate: false,
        },
      },
      { test: { ...common, name: 'apart', include: apart } },
    ],
  },
});
