// `npm run check`: format and house rules (biome), what needs types (oxlint), types (tsc). All three always run.
import { spawn } from "node:child_process";
import { childEnvironment, root } from "./node.mjs";

const programs = [
  ["biome", "check", "--error-on-warnings", "."],
  ["oxlint", "--type-aware", "--deny-warnings", "."],
  ["tsc", "--noEmit", "--project", "scripts/tsconfig.check.json"],
];

// The types of routes and links are drawn from the folders of app/, and a build or `npm run dev` may have left older ones.
await run(["next", "typegen"]);
const codes = await Promise.all(programs.map(run));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

/** Holds the output back until the program has ended, so that they do not write into each other. */
function run([program, ...options]) {
  const started = Date.now();
  const child = spawn(program, options, {
    cwd: root,
    env: childEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once("error", (error) => (output += error.message));
    child.once("close", (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(
        code === 0 ? `${program}: fine (${seconds} s)` : `${output.trim()}\n${program}: failed (${seconds} s)`,
      );
      resolve(code ?? 1);
    });
  });
}
