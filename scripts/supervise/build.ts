import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Trouble } from "#db/embedded-trouble";
import { childEnvironment, root } from "../node.mjs";
import { sayWhile } from "../say.mjs";

/** Written after a build that came to its end: the hash of what it was made from. */
const stamp = path.join(root, ".next", "tocsin-inputs");

const inputs = ["{app,components,lib,db,public}/**/*", "*.{ts,mjs,json}"];
const isOutside = (file: string) =>
  /\.test\.tsx?$|^db\/migrations\/|^next-env\.d\.ts$|tsbuildinfo$|^(biome|compose|vitest|playwright)/.test(file);

/** Builds the pages when there is no build, or one of other sources. */
export async function buildIfNeeded(): Promise<void> {
  const wanted = hashOfInputs();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(stamp, { force: true });
  const { code, output } = await sayWhile("Building the pages, which takes up to a minute", runBuild);
  if (code !== 0) throw new Trouble(`The pages could not be built:\n\n${output.trim()}`);
  writeFileSync(stamp, wanted);
}

function hashOfInputs(): string {
  const hash = createHash("sha256").update(process.versions.node);
  for (const file of globSync(inputs, { cwd: root })
    .filter((name) => !isOutside(name))
    .sort()) {
    const place = path.join(root, file);
    if (statSync(place).isFile()) hash.update(`${file}\0`).update(readFileSync(place)).update("\0");
  }
  return hash.digest("hex");
}

/** Pages are drawn when asked for, so the build needs no database; the values only satisfy whoever reads the environment while it is loaded. */
function runBuild(): Promise<{ code: number; output: string }> {
  const placeholders = {
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    TOCSIN_SECRET: "only there while the pages are built",
  };
  const child = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env: childEnvironment({ ...placeholders, NODE_ENV: "production" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = () => child.kill();
  process.once("exit", endWithUs);
  return new Promise((resolve) => {
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ code: 1, output: error.message }));
    child.once("close", (code) => {
      process.off("exit", endWithUs);
      resolve({ code: code ?? 1, output });
    });
  });
}

if (import.meta.main) await buildIfNeeded();
