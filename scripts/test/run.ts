// The steps of `npm test`, each with a line that says what it is; the last line of all is the count.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { childEnvironment, root } from "../node.mjs";
import { say, sayWhile } from "../say.mjs";
import { buildIfNeeded } from "../supervise/build.ts";
import { findBrowser } from "./browser.ts";
import { type Count, countPlaywright, countVitest, lineOf, none, sum } from "./count.ts";

const reports = mkdtempSync(path.join(tmpdir(), "tocsin-reports-"));
const broken: Count = { ...none, failed: 1 };

const counts = [await check(), await testCode(), await testStories()];
rmSync(reports, { recursive: true, force: true });
const total = sum(counts);
console.log(lineOf(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function check(): Promise<Count> {
  say("Checking format, rules and types …");
  const code = await run(["scripts/check.mjs"]);
  if (code !== 0) say("npm run check found something; it counts as one failure");
  return code === 0 ? none : broken;
}

async function testCode(): Promise<Count> {
  say("Testing the code, with a database of its own (vitest) …");
  const file = path.join(reports, "vitest.json");
  const code = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  return told("vitest", countVitest(file, code));
}

async function testStories(): Promise<Count> {
  if (process.env.TOCSIN_E2E === "skip") {
    say("THE STORIES IN THE BROWSER ARE SKIPPED, because TOCSIN_E2E is skip");
    return none;
  }
  try {
    await buildIfNeeded();
    const browser = await sayWhile("Looking for a browser", findBrowser);
    say(`Telling the stories in ${browser.path} (playwright) …`);
    const file = path.join(reports, "playwright.json");
    const environment = { ...browser.environment, TOCSIN_CHROMIUM: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
    const code = await run(["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"], environment);
    browser.remove();
    return told("playwright", countPlaywright(file, code));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return broken;
  }
}

function told(runner: string, count: Count): Count {
  say(`${runner}: ${lineOf(count)}`);
  return count;
}

function run(command: string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: childEnvironment(environment),
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
