import { readdirSync, readFileSync, rmSync } from "node:fs";

/** Ends what was started in `folder` and is still running, and deletes the folder. */
export function cleanUp(folder: string): void {
  for (const pid of startedIn(folder)) end(pid);
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Everything that the tests start has the folder in its environment; Postgres, which overwrites that, has it in its command line. */
function startedIn(folder: string): number[] {
  return pids().filter(
    (pid) => pid !== process.pid && (speaksOf(pid, "environ", folder) || speaksOf(pid, "cmdline", folder)),
  );
}

/** None where the system does not list them as files. */
function pids(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function speaksOf(pid: number, file: "environ" | "cmdline", folder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8").includes(folder);
  } catch {
    // It has ended, or is somebody else's.
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
