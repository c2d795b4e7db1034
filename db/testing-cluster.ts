import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded";
import { migrate } from "#db/migrate";
import { databaseAt } from "#db/testing-url";

declare module "vitest" {
  interface ProvidedContext {
    cluster: { url: string; template: string };
  }
}

const template = "tocsin_template";
const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/** vitest's globalSetup: a throw-away Postgres with one migrated database, which `testDatabase` clones. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(path.join(tmpdir(), "tocsin-test-"));
  const server = await startEmbedded({ home, settings: fast });
  const watch = watchOver(server.pid, home);
  await makeTemplate(server.url);
  project.provide("cluster", { url: server.url, template });
  return async () => {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
    watch.kill();
  };
}

/** Stops the server and deletes its folder also when the tests are killed: its standard input ends with us. */
function watchOver(pid: number, home: string) {
  const script = path.join(import.meta.dirname, "testing-watch.ts");
  const watch = spawn(process.execPath, [script, String(pid), home], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  watch.unref();
  return watch;
}

async function makeTemplate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  await client`create database ${client(template)}`;
  await client.end();
  await migrate(databaseAt(url, template));
}
