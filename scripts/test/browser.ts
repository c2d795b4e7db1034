import { execFileSync } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { chromium } from "@playwright/test";
import { childEnvironment, root } from "../node.mjs";
import { say } from "../say.mjs";

/** A browser the stories can run in, and what it needs in its environment. */
export type Browser = { path: string; environment: Record<string, string>; remove(): void };

const waysOut = `No browser was found for the stories. Any one of these gives you one:
  node scripts/run.mjs playwright install chromium
  apt-get install -y chromium        (as root, on Debian or Ubuntu)
  TOCSIN_CHROMIUM=/path/to/chrome npm test
To run the tests without the stories: TOCSIN_E2E=skip npm test`;

/** The first browser that answers: one that is named, one that is here, the one npm brought, one that can be fetched. */
export async function findBrowser(): Promise<Browser> {
  for (const find of [named, playwrightsOwn, npms, thisMachines, fetchedByPlaywright, fetchedByApt]) {
    const browser = await find();
    if (browser && answers(browser)) return browser;
    browser?.remove();
  }
  throw new Error(waysOut);
}

const at = (place: string): Browser => ({ path: place, environment: {}, remove: () => {} });

function named(): Browser | undefined {
  const place = process.env.TOCSIN_CHROMIUM || process.env.PLAYWRIGHT_CHROMIUM_PATH;
  if (place && !answers(at(place)))
    throw new Error(`TOCSIN_CHROMIUM names ${place}, which does not answer to --version.`);
  return place ? at(place) : undefined;
}

function playwrightsOwn(): Browser | undefined {
  const place = chromium.executablePath();
  return existsSync(place) ? at(place) : undefined;
}

/** The one in node_modules is packed; it is unpacked to a folder of its own, which goes away after the tests. */
async function npms(): Promise<Browser | undefined> {
  const packed = packedFolder();
  if (!packed || process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "tocsin-browser-"));
  const program = path.join(folder, "chromium");
  await pipeline(
    createReadStream(path.join(packed, "chromium.br")),
    createBrotliDecompress(),
    createWriteStream(program, { mode: 0o755 }),
  );
  await unpack(path.join(packed, "swiftshader.tar.br"), folder);
  const environment: Record<string, string> = {};
  if (misses(program)) {
    await unpack(path.join(packed, "al2023.tar.br"), folder);
    environment.LD_LIBRARY_PATH = path.join(folder, "lib");
  }
  if (!hasFonts()) {
    await unpack(path.join(packed, "fonts.tar.br"), folder);
    environment.FONTCONFIG_PATH = folder;
  }
  return { path: program, environment, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function packedFolder(): string | undefined {
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "bin");
  } catch {
    return undefined;
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const tar = path.join(folder, "archive.tar");
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(tar));
  execFileSync("tar", ["-xf", tar, "-C", folder, "--no-same-owner"]);
  rmSync(tar);
}

function misses(program: string): boolean {
  return read("ldd", [program])?.includes("not found") ?? false;
}

const hasFonts = () => ["/usr/share/fonts", "/usr/local/share/fonts"].some((folder) => existsSync(folder));

function thisMachines(): Browser | undefined {
  const names = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
  ];
  const elsewhere = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  ];
  const place = [...names, ...elsewhere].find((name) => existsSync(name));
  return place ? at(place) : undefined;
}

function fetchedByPlaywright(): Browser | undefined {
  say("Fetching a browser for the stories (playwright install chromium) …");
  const cli = path.join(root, "node_modules", "@playwright", "test", "cli.js");
  read(process.execPath, [cli, "install", "chromium"], 120_000);
  return playwrightsOwn();
}

function fetchedByApt(): Browser | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  say("Fetching a browser for the stories (apt-get install chromium) …");
  read("apt-get", ["update"], 120_000);
  read("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], 300_000);
  return thisMachines();
}

function answers({ path: program, environment }: Browser): boolean {
  return read(program, ["--version"], 30_000, environment) !== undefined;
}

function read(
  program: string,
  options: string[],
  timeout = 30_000,
  environment: Record<string, string> = {},
): string | undefined {
  try {
    return execFileSync(program, options, {
      encoding: "utf8",
      timeout,
      env: childEnvironment(environment),
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}
