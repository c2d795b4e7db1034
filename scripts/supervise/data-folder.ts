import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { foldersAbove } from "#db/embedded-owner";
import { Trouble } from "#db/embedded-trouble";

/** Makes `folder` and proves that it can be written. */
export function prepareDataFolder(folder: string): void {
  try {
    for (const place of [...foldersAbove(folder), folder]) if (!existsSync(place)) mkdirSync(place, { mode: 0o755 });
    const probe = path.join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Trouble(
      `The data folder ${folder} cannot be written (${why}).\nGive it to the user that starts Tocsin, or set TOCSIN_DATA_DIR to a folder that is writable.`,
    );
  }
}

/** The secret that stored credentials are sealed with: from `given`, else the one in the data folder, made at the first start. */
export function findSecret(folder: string, given: string | undefined): string {
  if (given) return given;
  const file = path.join(folder, "secret");
  if (!existsSync(file)) {
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, randomBytes(32).toString("hex"), { mode: 0o600 });
    renameSync(unfinished, file);
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new Trouble(
      `The secret in ${file} cannot be read by this user. Start Tocsin as the user that started it first, or set TOCSIN_SECRET.`,
    );
  }
}

/** Claims the data folder for this process, so that a second start does not stop the database of the first. Returns how to let go. */
export function claim(folder: string): () => void {
  const file = path.join(folder, "tocsin.pid");
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : undefined;
  if (holder && holder !== process.pid && isSupervisor(holder)) {
    throw new Trouble(
      `Tocsin is already running with the data folder ${folder} (process ${holder}). Stop that one first, or set TOCSIN_DATA_DIR and PORT to run a second one.`,
    );
  }
  rmSync(file, { force: true });
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isSupervisor(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const about = `/proc/${pid}/cmdline`;
  return existsSync("/proc/self/cmdline")
    ? existsSync(about) && readFileSync(about, "utf8").includes("supervise.ts")
    : true;
}
