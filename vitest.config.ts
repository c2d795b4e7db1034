import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,db,scripts,components,app,e2e}/**/*.test.{ts,tsx}"],
    globalSetup: ["db/testing-cluster.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
