import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { SLIPWAY_VERSION: JSON.stringify('0.0.0-test') },
  test: { include: ['test/unit/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
});
