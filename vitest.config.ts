import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

const files = globSync("{lib,db,scripts,components,app,e2e}/**/*.test.{ts,tsx}");
const needsDatabase = (file: string) => /"#db\/(testing|embedded|client)"/.test(readFileSync(file, "utf8"));
/** Vitest reads a name as a pattern, in which Next's folders mean something else. */
const literally = (file: string) => file.replaceAll(/[()[\]]/g, "\\$&");

export default defineConfig({
  test: {
    env: {
      TOCSIN_SECRET: "a secret for tests, of more than 32 characters",
      TOCSIN_URL: "http://tocsin.test",
      // Of tests that need a database db/testing-env.ts sets it anew.
      DATABASE_URL: "postgres://nobody@tocsin.test/nothing",
      TZ: "UTC",
    },
    // Limits end what hangs; they are no measure of speed, and hold on a machine many times slower.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 90_000 } },
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: "database",
          include: files.filter(needsDatabase).map(literally),
          globalSetup: ["db/testing-cluster.ts"],
          setupFiles: ["db/testing-env.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "pure",
          include: files.filter((file) => !needsDatabase(file)).map(literally),
          // They change nothing outside of themselves: one process loads what they share once.
          isolate: false,
        },
      },
    ],
  },
});
