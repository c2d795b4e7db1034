// Runs a script of ours, or a program from node_modules/.bin, under a Node that can run Tocsin.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { childEnvironment, findNode, root } from "./node.mjs";

const [target, ...rest] = process.argv.slice(2);
const isScript = /\.(mjs|ts)$/.test(target);
const settings = existsSync(path.join(root, ".env")) ? ["--env-file=.env"] : [];
const child = isScript
  ? spawn(findNode(), [...settings, target, ...rest], {
      stdio: "inherit",
      cwd: root,
      env: childEnvironment(),
    })
  : spawn(target, rest, { stdio: "inherit", cwd: root, env: childEnvironment(), shell: process.platform === "win32" });

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
