import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Trouble } from "#db/embedded-trouble";

/** Whom Postgres runs as: it refuses to run as root. Undefined: as ourselves. */
export type Owner = { uid: number; gid: number; name: string } | undefined;

/** The user for a cluster at `cluster`: who owns it already; for root, `postgres` or `nobody`; else ourselves. */
export function chooseOwner(cluster: string): Owner {
  const ourUid = process.getuid?.();
  if (ourUid === undefined) return undefined;
  const owningUid = ownerOf(cluster);
  if (ourUid !== 0) return refuseForeign(cluster, owningUid, ourUid);
  const accounts = readAccounts();
  const owning = accounts.find((account) => account.uid === owningUid && account.uid !== 0);
  const chosen =
    owning ??
    accounts.find((account) => account.name === "postgres") ??
    accounts.find((account) => account.name === "nobody");
  if (chosen) return chosen;
  throw new Trouble(
    "Postgres refuses to run as root, and this machine has neither a user `postgres` nor `nobody`.\nStart Tocsin as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}

/** Can `owner` reach `place`? Every folder above must let it through; what does not exist yet is no hindrance. */
export function canReach(place: string, owner: Owner): boolean {
  if (!owner) return true;
  return foldersAbove(place).every((folder) => mayEnter(folder, owner));
}

export function foldersAbove(place: string): string[] {
  const folder = path.dirname(path.resolve(place));
  return folder === path.dirname(folder) ? [folder] : [...foldersAbove(folder), folder];
}

function mayEnter(folder: string, owner: { uid: number; gid: number }): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found) return true;
  if (found.uid === owner.uid) return (found.mode & 0o100) !== 0;
  if (found.gid === owner.gid) return (found.mode & 0o010) !== 0;
  return (found.mode & 0o001) !== 0;
}

function ownerOf(place: string): number | undefined {
  return statSync(place, { throwIfNoEntry: false })?.uid;
}

function refuseForeign(cluster: string, owningUid: number | undefined, ourUid: number): undefined {
  if (owningUid === undefined || owningUid === ourUid) return undefined;
  const owner = readAccounts().find((account) => account.uid === owningUid)?.name ?? `uid ${owningUid}`;
  throw new Trouble(
    `The database in ${cluster} belongs to the user ${owner}, because Tocsin was first started by another user.\nStart it as that user (or as root) again, or set TOCSIN_DATA_DIR to a folder of your own.`,
  );
}

function readAccounts(): { uid: number; gid: number; name: string }[] {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
