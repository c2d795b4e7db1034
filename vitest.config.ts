import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,db,scripts,components,app,e2e}/**/*.test.{ts,tsx}", "*.test.ts"],
    globalSetup: ["db/testing-cluster.ts"],
    setupFiles: ["db/testing-env.ts"],
    env: {
      TOCSIN_SECRET: "a secret for tests, of more than 32 characters",
      TOCSIN_URL: "http://tocsin.test",
      TZ: "UTC",
    },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
