import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', '**/.laurel/**'];

/** Settings of each project; `extends: true` hands them down. */
export default defineConfig({
  resolve: {
    // Vite would take graphql's ES module build while packages load the other: two copies, and instanceof fails.
    alias: [{ find: /^graphql$/, replacement: `${import.meta.dirname}/node_modules/graphql/index.js` }],
  },
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // A machine that is busy otherwise takes its time.
    expect: { poll: { timeout: 15_000 } },
    setupFiles: ['platform/testing/ending.ts', 'platform/testing/ports.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit+integration',
          include: ['**/*.test.ts'],
          exclude: notOurs,
          globalSetup: ['services/testing/storesSetup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.e2e.ts'],
          exclude: notOurs,
          globalSetup: ['services/testing/stackSetup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['test/chaos/*.slow.ts'],
          exclude: notOurs,
          testTimeout: 600_000,
        },
      },
    ],
  },
});
