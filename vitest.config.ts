import { defineConfig } from 'vitest/config';

const common = {
  // Nothing here is about how fast the machine is, which may be busy with anything else.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  restoreMocks: true,
  setupFiles: ['test/support/properties.ts'],
};

/** These use undici's process-wide dispatcher, which belongs to whichever version of undici was loaded first. */
const apart = ['test/playground/{comfyui,discord}/**/*.test.ts'];

/**
 * What starts and kills whole processes, plays every command on both platforms, goes wrong for long, tries every
 * workflow there is, or a hundred people at once: run by `npm run test:faults`.
 */
const faults = [
  'test/flow/{both-platforms,dropped,insight,kept-out,one-platform-down,onward,outputs,own-workflow,redis-outage,redis-rights,restart,shutdown,trace}.test.ts',
  'test/scripts/{audit,deploy,doctor,launch,real}.test.ts',
  'test/worker/derive/films.test.ts',
  'test/{bots/busy,bots/left-behind,bots/out-of-reach,playground/page/main}.test.ts',
  'test/worker/{hang,main,mishaps,orphans,outage,server-trouble,store-trouble,worker-trouble}.test.ts',
  'test/{chaos,fuzz,worker/launch}/**/*.test.ts',
  'test/bots/ground/{long,private,slack}.test.ts',
  'test/contract/{contract,made-up}.test.ts',
  'test/workflows/{from-files,workflows}.test.ts',
];

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
          exclude: ['test/browser/**', ...apart, ...faults],
          // Starting a process for each file and loading the same modules again took more than half of the time.
          isolate: false,
        },
      },
      { test: { ...common, name: 'apart', include: apart } },
      {
        test: {
          ...common,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          name: 'faults',
          include: faults,
          isolate: false,
        },
      },
    ],
  },
});
