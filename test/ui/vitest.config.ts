import { defineConfig } from 'vitest/config';

// One window at a time: two cores draw one workbench smoothly and two badly, and then waits tell about the machine.
export default defineConfig({
  test: { root: 'test/ui', include: ['**/*.spec.ts'], testTimeout: 90_000, hookTimeout: 120_000, fileParallelism: false, maxWorkers: 1,
    // As long as a locator waits: a second is what a busy machine needs to draw.
    expect: { poll: { timeout: 30_000 } },
  },
});
