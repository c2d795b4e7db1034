// npm leaves platform packages out of the lock when its registry lacks them, and then `npm ci` refuses the lock.
// This adds an entry for each; npm fetches it by version on the platform that needs it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const systems = {
  darwin: "darwin",
  linux: "linux",
  linuxmusl: "linux",
  win32: "win32",
  windows: "win32",
  win: "win32",
  android: "android",
  freebsd: "freebsd",
  openbsd: "openbsd",
  netbsd: "netbsd",
  sunos: "sunos",
  aix: "aix",
  openharmony: "openharmony",
};
const processors = {
  arm64: "arm64",
  x64: "x64",
  ia32: "ia32",
  arm: "arm",
  gnueabihf: "arm",
  musleabihf: "arm",
  riscv64: "riscv64",
  riscv: "riscv64",
  ppc64: "ppc64",
  ppc64le: "ppc64",
  s390x: "s390x",
  loong64: "loong64",
  mips64el: "mips64el",
  wasm32: "wasm32",
};

/** @returns {{from: string, name: string, range: string}[]} optional dependencies of any locked package that have no entry of their own. */
export function missingEntries(lock) {
  return Object.entries(lock.packages).flatMap(([from, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !resolves(lock.packages, from, name))
      .map(([name, range]) => ({ from, name, range })),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) completeLock();

function completeLock() {
  const file = path.resolve(
    import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)),
    "..",
    "package-lock.json",
  );
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingEntries(lock);
  for (const { from, name, range } of missing)
    lock.packages[`node_modules/${name}`] = entryFor(name, range, lock.packages[from]);
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${missing.length} platform packages added`);
}

function entryFor(name, range, parent) {
  const words = name.split("/").at(-1).split(/[-_]/);
  const os = words.map((word) => systems[word]).find(Boolean);
  const cpu = words.map((word) => processors[word]).find(Boolean);
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(parent.dev ? { dev: true } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
  };
}

function resolves(packages, from, name) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${place ? `${place}/` : ""}node_modules/${name}`]) return true;
    if (!place) return false;
  }
}
