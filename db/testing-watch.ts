// Waits until whoever started it is gone, then ends the Postgres with the given pid and deletes its folder.
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const patienceMs = 30_000;

const [pid, home] = process.argv.slice(2);

process.stdin.resume();
process.stdin.once("close", () => void cleanUp(Number(pid), String(home)));

async function cleanUp(pid: number, home: string): Promise<void> {
  try {
    process.kill(pid, "SIGQUIT");
    for (const deadline = Date.now() + patienceMs; process.kill(pid, 0) && Date.now() < deadline; ) await sleep(50);
  } catch {
    // It is gone.
  }
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
}
