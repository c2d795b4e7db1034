// The steps of `npm test`, each with a line that says what it is; the last lines of all are what failed, and the count.
// With arguments only the tests whose path has one of them in it: `npm test -- lib/sources`.
import { globSync } from "node:fs";
import path from "node:path";
import { root } from "../node.mjs";
import { say, sayWhile } from "../say.mjs";
import { buildIfNeeded } from "../supervise/build.ts";
import { type Browser, findBrowser } from "./browser.ts";
import { type Count, countPlaywright, countVitest, lineOf, none, sum } from "./count.ts";
import { failuresOfPlaywright, failuresOfVitest } from "./failures.ts";
import { folder, interruption, isInterrupted, run } from "./programs.ts";
import { cleanUp } from "./stragglers.ts";

const broken: Count = { ...none, failed: 1 };
const wanted = process.argv.slice(2);
const failures: string[] = [];
const total = sum(wanted.length > 0 ? await testWanted() : await testAll());
cleanUp(folder);
for (const failure of failures) say(`failed: ${failure}`);
console.log(lineOf(isInterrupted() && total.failed === 0 ? { ...total, failed: 1 } : total));
process.exit(isInterrupted() || total.failed > 0 || total.passed === 0 ? 1 : 0);

// Side by side, as checking and building leave a core free for the most part.
async function testAll(): Promise<Count[]> {
  const checked = check();
  const browser = checked.then(prepareStories);
  const tested = testCode();
  await Promise.allSettled([browser, tested]);
  return [await checked, await tested, await testStories(browser)];
}

async function testWanted(): Promise<Count[]> {
  const areWanted = (files: string) =>
    globSync(files, { cwd: root, exclude: ["node_modules"] }).some((file) =>
      wanted.some((part) => file.includes(part)),
    );
  const counts = [
    areWanted("**/*.test.{ts,tsx}") && (await testCode()),
    areWanted("e2e/*.spec.ts") && (await testStories(prepareStories())),
  ].filter((count) => count !== false);
  if (counts.length === 0) say(`There is no test with ${wanted.join(" or ")} in its path`);
  return counts;
}

async function check(): Promise<Count> {
  say("Checking format, rules and types …");
  const code = await run(["scripts/check.mjs"]);
  if (code !== 0) failures.push("npm run check");
  return code === 0 ? none : broken;
}

async function testCode(): Promise<Count> {
  say("Testing the code, with a database of its own (vitest) …");
  const file = path.join(folder, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run(["node_modules/vitest/vitest.mjs", "run", ...reporters, ...wanted]);
  failures.push(...failuresOfVitest(file));
  return told("vitest", countVitest(file, code));
}

async function testStories(prepared: Promise<Browser | undefined>): Promise<Count> {
  try {
    const browser = await Promise.race([prepared, interruption]);
    if (!browser) return none;
    say(`Telling the stories in ${browser.path} (playwright) …`);
    const file = path.join(folder, "playwright.json");
    const environment = { ...browser.environment, TOCSIN_CHROMIUM: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: file };
    const options = ["--reporter=list,json", ...wanted];
    const code = await run(["node_modules/@playwright/test/cli.js", "test", ...options], environment);
    browser.remove();
    failures.push(...failuresOfPlaywright(file));
    return told("playwright", countPlaywright(file, code));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return broken;
  }
}

async function prepareStories(): Promise<Browser | undefined> {
  if (process.env.TOCSIN_E2E === "skip") {
    say("THE STORIES IN THE BROWSER ARE SKIPPED, because TOCSIN_E2E is skip");
    return undefined;
  }
  if (isInterrupted()) return undefined;
  await buildIfNeeded();
  return sayWhile("Looking for a browser", findBrowser);
}

function told(runner: string, count: Count): Count {
  say(`${runner}: ${lineOf(count)}`);
  return count;
}
