import { defineConfig } from 'vitest/config';

const common = { testTimeout: 20_000, hookTimeout: 20_000, restoreMocks: true };

/** These use discord.js as it is, and it shares undici's global dispatcher with whatever else its process has loaded. */
const apart = ['test/playground/discord/**/*.test.ts'];

export default defineConfig({
  test: {
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
