import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cleanUp } from "./stragglers.ts";

test.runIf(existsSync("/proc/self/environ"))(
  "what was started in the folder is ended, others are left alone",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "tocsin-stragglers-"));
    writeFileSync(path.join(folder, "left over"), "");
    const inIt = await startIdle([], { TMPDIR: folder });
    const withIt = await startIdle([path.join(folder, "postgres")], {});
    const other = await startIdle([], {});
    const ended = Promise.all([once(inIt, "exit"), once(withIt, "exit")]);
    cleanUp(folder);
    expect(await ended).toEqual([
      [null, "SIGKILL"],
      [null, "SIGKILL"],
    ]);
    expect(existsSync(folder)).toBe(false);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  },
);

/** A program that does nothing until it is ended, running. */
async function startIdle(options: string[], environment: Record<string, string>): Promise<ChildProcess> {
  const idle = "process.stdout.write('.'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ["-e", idle, ...options], {
    env: { NODE_ENV: "test", ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}
