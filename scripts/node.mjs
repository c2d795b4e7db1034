import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");

/** Oldest Node that strips types and runs every library Tocsin uses. */
const oldest = [22, 19];

/** @returns {string} path of a Node that can run Tocsin: this one if new enough, else the one npm installed beside us. */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const bundled = bundledNode();
  if (bundled) return bundled;
  throw new Error(
    `Node ${process.versions.node} is too old (Tocsin needs ${oldest.join(".")} or newer) and npm has no bundled Node for ${process.platform}-${process.arch}. Install Node 24 from https://nodejs.org and try again.`,
  );
}

/** @returns {NodeJS.ProcessEnv} the environment in which `node` and the project's own programs are found first. */
export function childEnvironment(extra = {}) {
  const places = [path.dirname(findNode()), path.join(root, "node_modules", ".bin"), process.env.PATH ?? ""];
  return { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...extra, PATH: places.join(path.delimiter) };
}

function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function bundledNode() {
  const system = process.platform === "win32" ? "win" : process.platform;
  try {
    const found = createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/package.json`);
    const binary = path.join(path.dirname(found), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}
