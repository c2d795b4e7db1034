// `npm test`: installs what is missing, then runs every test, or those named, under a Node that can run Tocsin.
import { spawn } from "node:child_process";
import { install } from "./install.mjs";
import { childEnvironment, findNode, root } from "./node.mjs";

await install();
const child = spawn(findNode(), ["scripts/test/run.ts", ...process.argv.slice(2)], {
  cwd: root,
  env: childEnvironment(),
  stdio: ["ignore", "inherit", "inherit"],
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => process.exit(code ?? 1));
