// Plain JavaScript for any Node from 20 on: it runs before anything is installed.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./node.mjs";
import { say, sayWhile } from "./say.mjs";

/** Installs what package-lock.json says when that is not what is in node_modules. Ends the program when it fails. */
export async function install() {
  const lock = readJson("package-lock.json");
  if (!lock)
    return end("package-lock.json is missing or broken. Get it back (`git checkout package-lock.json`) and try again.");
  if (isInstalled(lock, readJson("node_modules/.package-lock.json"), (place) => existsSync(path.join(root, place))))
    return;
  const { code, output } = await sayWhile("Installing packages (npm ci), which takes about a minute", runNpm);
  if (code !== 0)
    end(
      `npm could not install the packages:\n\n${output.trim()}\n\nCheck the network and the npm registry (\`npm ping\`), then start again; nothing else needs to be cleaned up.`,
    );
}

/**
 * Does `installed`, the list npm writes when an install is complete, agree with `lock`? Optional packages may be missing:
 * they are for other systems.
 * @param {(place: string) => boolean} exists
 */
export function isInstalled(lock, installed, exists) {
  if (!installed) return false;
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place && !entry.optional && !entry.devOptional && !entry.peer)
    .every(
      ([place, entry]) => installed.packages?.[place]?.version === entry.version && exists(`${place}/package.json`),
    );
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8"));
  } catch {
    return undefined;
  }
}

/** Development packages are needed to build, also where NODE_ENV says production. */
function runNpm() {
  const options = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const isScript = npm !== undefined && /npm-cli\.(c|m)?js$/.test(npm);
  const child = isScript
    ? spawn(process.execPath, [npm, ...options], { cwd: root, stdio: ["ignore", "pipe", "pipe"] })
    : spawn("npm", options, { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
  return collect(child);
}

function collect(child) {
  return new Promise((resolve) => {
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

function end(message) {
  say(message);
  process.exit(1);
}
