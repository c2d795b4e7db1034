import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { canReach, chooseOwner, type Owner } from "#db/embedded-owner";
import { asOwner, findPrograms, type Programs } from "#db/embedded-programs";
import { Trouble, wayOut } from "#db/embedded-trouble";

/** A cluster on disk, made and of the right version, with what runs it. */
export type Cluster = { folder: string; owner: Owner; programs: Programs };

/** How to get in, and the port it had last. Kept inside the cluster, so that they live and die together. */
export type Access = { password: string; port: number };

export const superuser = "tocsin";

/** Where root keeps what the user that Postgres runs as cannot reach in the project or the data folder. */
const sharedFolder = "/var/lib/tocsin";

/** The cluster below `home`, made first when there is none. An interrupted first start leaves nothing that counts as a cluster. */
export async function prepareCluster(home: string, say: (line: string) => void): Promise<Cluster> {
  mkdirSync(home, { recursive: true });
  const { folder, owner } = placeCluster(home, say);
  const programs = findPrograms(owner, process.getuid?.() === 0 ? openFolder(sharedFolder) : home);
  if (!existsSync(path.join(folder, "PG_VERSION"))) {
    say("Creating the database (first start)");
    await makeCluster({ folder, owner, programs });
  }
  refuseOtherVersion(folder, programs);
  return { folder, owner, programs };
}

export function readAccess(folder: string): Access {
  const file = accessFile(folder);
  if (!existsSync(file))
    throw new Trouble(
      `${file} is missing, and with it the password of the database beside it. Restore the file, or move ${folder} away to start with an empty database.`,
    );
  const access = accessIn(readFileSync(file, "utf8"));
  if (access) return access;
  throw new Trouble(
    `${file} is damaged, and with it the password of the database beside it. Restore the file from a backup, or move ${folder} away to start with an empty database.`,
  );
}

const accessShape = z.object({ password: z.string().min(1), port: z.int().min(0).max(65_535) });

function accessIn(text: string): Access | undefined {
  try {
    return accessShape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function rememberPort(folder: string, port: number): void {
  const access = readAccess(folder);
  if (access.port !== port) writeAccess(folder, { ...access, port });
}

const accessFile = (folder: string) => path.join(folder, "tocsin.json");

function writeAccess(folder: string, access: Access): void {
  const unfinished = `${accessFile(folder)}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(access), { mode: 0o600 });
  renameSync(unfinished, accessFile(folder));
}

/** In `home`; or, where the user that Postgres runs as cannot reach that, elsewhere, with a link to it in `home`. */
function placeCluster(home: string, say: (line: string) => void): { folder: string; owner: Owner } {
  const place = path.join(home, "postgres");
  const known = linkTarget(place);
  if (known) return { folder: known, owner: chooseOwner(known) };
  const owner = chooseOwner(place);
  if (canReach(home, owner)) letThrough(home, owner);
  if (canReach(place, owner)) return { folder: place, owner };
  const folder = path.join(
    openFolder(sharedFolder),
    `${path.basename(path.dirname(home))}-${randomBytes(4).toString("hex")}`,
  );
  say(`The user ${owner?.name} cannot reach ${home}; the database is kept in ${folder}`);
  symlinkSync(folder, place);
  return { folder, owner };
}

function linkTarget(place: string): string | undefined {
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(place) : undefined;
}

/** Lets `owner` through `home` to the cluster, without letting it list what else is there. */
function letThrough(home: string, owner: Owner): void {
  if (owner && !canReach(path.join(home, "postgres"), owner)) chmodSync(home, (statSync(home).mode & 0o777) | 0o011);
}

function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

async function makeCluster({ folder, owner, programs }: Cluster): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  const passwordFile = `${folder}.password`;
  const password = randomBytes(24).toString("base64url");
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (owner) for (const place of [unfinished, passwordFile]) chownSync(place, owner.uid, owner.gid);
    await runInitdb(programs.initdb, unfinished, passwordFile, owner);
    writeAccess(unfinished, { password, port: 0 });
    renameSync(unfinished, folder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function runInitdb(initdb: string, folder: string, passwordFile: string, owner: Owner): Promise<void> {
  const options = [
    "-D",
    folder,
    "-U",
    superuser,
    "-A",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
    "-E",
    "UTF8",
    "--locale=C",
    "--data-checksums",
  ];
  try {
    await promisify(execFile)(initdb, options, { cwd: "/", env: { ...process.env, LC_ALL: "C" }, ...asOwner(owner) });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Trouble(
      `Postgres could not create its files in ${folder}:\n${said}\n${wayOut(said) ?? "Set TOCSIN_DATA_DIR to another folder, or DATABASE_URL to a Postgres of your own."}`,
    );
  }
}

function refuseOtherVersion(folder: string, programs: Programs): void {
  const major = Number(readFileSync(path.join(folder, "PG_VERSION"), "utf8"));
  if (major === programs.major) return;
  throw new Trouble(
    `The database in ${folder} was made by Postgres ${major}, and the one that runs here is ${programs.major}.\nStart it with a Postgres ${major} and take a dump to move it, or set TOCSIN_DATA_DIR to a new folder.`,
  );
}
