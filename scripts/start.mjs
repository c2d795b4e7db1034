// `npm start` and `npm run dev`: installs what is missing, then runs the supervisor under a Node that can run Tocsin.
import { spawn } from "node:child_process";
import { install } from "./install.mjs";
import { childEnvironment, findNode, root } from "./node.mjs";
import { say } from "./say.mjs";

await install();
supervise(nodeOrEnd());

function nodeOrEnd() {
  try {
    return findNode();
  } catch (error) {
    say(error.message);
    process.exit(1);
  }
}

function supervise(node) {
  // The channel tells the supervisor when this program is killed.
  const child = spawn(node, ["scripts/supervise.ts", ...process.argv.slice(2)], {
    cwd: root,
    env: childEnvironment(),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code) => process.exit(code ?? 1));
}
