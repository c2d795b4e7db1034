import { execFile, spawn } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
const programPath = "usr/bin/prometheus-alertmanager";

/** Debian's Alertmanager: where its program is, or why it cannot be had here. */
export async function findAlertmanager(): Promise<{ program: string } | { reason: string }> {
  const installed = await firstThere(
    (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "prometheus-alertmanager")),
  );
  if (installed) return { program: installed };
  const folder = resolve("node_modules/.cache/tocsin/alertmanager");
  const unpacked = join(folder, programPath);
  if (await isThere(unpacked)) return { program: unpacked };
  return unpack(folder)
    .then(() => ({ program: unpacked }))
    .catch((error: Error) => ({
      reason: `Alertmanager is not installed, and apt-get could not download it: ${firstLine(error)}`,
    }));
}

/** Unpacks the package without installing it: that needs no root, and starts no service. */
async function unpack(folder: string): Promise<void> {
  const downloads = await mkdtemp(join(tmpdir(), "tocsin-apt-"));
  // Beside its place and moved there whole, as another test may look for it at the same moment.
  const unfinished = `${folder}-${process.pid}`;
  try {
    await download(downloads).catch(() => downloadWithFreshLists(downloads));
    await mkdir(unfinished, { recursive: true });
    await run("sh", ["-c", 'dpkg-deb -x prometheus-alertmanager_*.deb "$1"', "sh", unfinished], {
      cwd: downloads,
      timeout: 30_000,
    });
    await findTemplatesBeside(join(unfinished, programPath));
    await rename(unfinished, folder).catch(async (error: Error) => {
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(downloads, { recursive: true, force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

const installedTemplates = "/usr/share/prometheus/alertmanager";
/** As long as the other, which a compiled program asks for, and relative to where it is started. */
const unpackedTemplates = "usr/share/prometheus//alertmanager";

/** Debian's program opens its templates at a fixed place, where they are only once the package is installed. */
async function findTemplatesBeside(program: string): Promise<void> {
  const bytes = await readFile(program);
  let at = bytes.indexOf(installedTemplates);
  for (; at >= 0; at = bytes.indexOf(installedTemplates, at)) bytes.write(unpackedTemplates, at);
  await writeFile(program, bytes);
}

const download = (folder: string, options: string[] = []) =>
  run("apt-get", [...options, "download", "prometheus-alertmanager"], { cwd: folder, timeout: 60_000 });

/** Package lists of its own, for a machine whose lists were emptied, as in most containers. */
async function downloadWithFreshLists(folder: string) {
  const state = join(folder, "state");
  await mkdir(join(state, "lists/partial"), { recursive: true });
  const options = [
    "-o",
    `Dir::State=${state}`,
    "-o",
    `Dir::Cache=${join(folder, "cache")}`,
    "-o",
    "APT::Sandbox::User=",
  ];
  await run("apt-get", [...options, "update"], { timeout: 90_000 });
  return download(folder, options);
}

async function firstThere(paths: string[]): Promise<string | undefined> {
  for (const path of paths) if (await isThere(path)) return path;
  return undefined;
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
const firstLine = ({ message }: Error) => message.split("\n").filter(Boolean).at(-1) ?? message;

export type Alertmanager = {
  /** Fires or resolves alerts, as Prometheus does. */
  post(...alerts: PostedAlert[]): Promise<void>;
  stop(): Promise<void>;
};
export type PostedAlert = {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt?: string;
  endsAt?: string;
};

/** Starts Alertmanager on a free port of the loopback, with `config` as its alertmanager.yml (JSON is YAML). */
export async function startAlertmanager(program: string, config: unknown): Promise<Alertmanager> {
  const folder = await mkdtemp(join(tmpdir(), "tocsin-alertmanager-"));
  await writeFile(join(folder, "alertmanager.yml"), JSON.stringify(config));
  const places = [`--config.file=${join(folder, "alertmanager.yml")}`, `--storage.path=${join(folder, "storage")}`];
  const child = spawn(program, [...places, "--web.listen-address=127.0.0.1:0", "--cluster.listen-address="], {
    cwd: resolve(program, "../../.."),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await listeningAddress(child.stderr);
    return { post: (...alerts) => post(address, alerts), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads its log for the port the system gave it, and on, so that the pipe never fills. */
function listeningAddress(output: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on("line", (line) => {
      said.push(line);
      const [, address] = /address=(127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (address) resolve(address);
    });
    lines.on("close", () => reject(new Error(`Alertmanager stopped:\n${said.slice(-10).join("\n")}`)));
  });
}

async function post(address: string, alerts: PostedAlert[]): Promise<void> {
  const body = JSON.stringify(alerts);
  const answer = await fetch(`http://${address}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  if (answer.status !== 200) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
}
