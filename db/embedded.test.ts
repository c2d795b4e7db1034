import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbedded } from "#db/embedded";
import { Trouble } from "#db/embedded-trouble";

const home = mkdtempSync(path.join(tmpdir(), "tocsin-embedded-"));
const cluster = path.join(home, "postgres");
let running: EmbeddedPostgres;

beforeAll(async () => {
  mkdirSync(`${cluster}.unfinished`);
  writeFileSync(path.join(`${cluster}.unfinished`, "PG_VERSION"), "left by an interrupted first start");
  running = await startEmbedded({ home });
  await ask("create table notes (text text)");
});
afterEach(() => running.stop());
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("a first start that was interrupted is started over", async () => {
  expect(await ask("select * from notes")).toEqual([]);
});

test("what was written is there after a restart, on the same port, unless another program took that", async () => {
  running = await startEmbedded({ home });
  const { port } = running;
  await ask("insert into notes values ('kept')");
  await running.stop();
  expect(await running.gone).toBe("exit code 0");

  running = await startEmbedded({ home });
  expect(running.port).toBe(port);
  await running.stop();

  const squatter = createServer().listen(port, "127.0.0.1");
  running = await startEmbedded({ home });
  expect(running.port).not.toBe(port);
  expect(await ask("select * from notes")).toContainEqual({ text: "kept" });
  squatter.close();
});

test("a killed server is started again at once, with all that was committed", async () => {
  running = await startEmbedded({ home });
  await ask("insert into notes values ('before the kill')");
  process.kill(running.pid, "SIGKILL");
  expect(await running.gone).toBe("killed by SIGKILL");
  const { port } = running;
  running = await startEmbedded({ home });
  expect(running.port).toBe(port);
  expect(await ask("select * from notes")).toContainEqual({ text: "before the kill" });
});

test("a server that is still running is taken over, not started twice, and stops with us", async () => {
  const first = await startEmbedded({ home });
  running = await startEmbedded({ home });
  expect(running.pid).toBe(first.pid);
  await running.stop();
  await first.gone;
});

test("a lock whose number now belongs to another program is no hindrance", async () => {
  writeFileSync(path.join(cluster, "postmaster.pid"), `${process.pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n`);
  running = await startEmbedded({ home });
  expect(await ask("select 1 as one")).toEqual([{ one: 1 }]);
});

test("a cluster of another Postgres is refused with the way out", async () => {
  const version = readFileSync(path.join(cluster, "PG_VERSION"), "utf8");
  writeFileSync(path.join(cluster, "PG_VERSION"), "9\n");
  const refused = await startEmbedded({ home }).catch((error: unknown) => error);
  writeFileSync(path.join(cluster, "PG_VERSION"), version);
  expect(refused).toBeInstanceOf(Trouble);
  expect(String(refused)).toContain("was made by Postgres 9");
});

test.each(["", "{broken", "null", '{"password":7,"port":"x"}', '{"password":"","port":1}'])(
  "an access file that holds %j is refused with the way out, in one line",
  async (text) => {
    const file = path.join(cluster, "tocsin.json");
    const access = readFileSync(file, "utf8");
    writeFileSync(file, text);
    const refused = await startEmbedded({ home }).catch((error: unknown) => error);
    writeFileSync(file, access);
    expect(refused).toBeInstanceOf(Trouble);
    expect(String(refused)).toMatch(/tocsin\.json is damaged.*Restore the file.*$/);
    expect(String(refused)).not.toContain("\n");
  },
);

test("a server that cannot start says what its log says", async () => {
  const refused = await startEmbedded({ home, settings: ["shared_buffers=nonsense"] }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Trouble);
  expect(String(refused)).toContain("shared_buffers");
});

async function ask(query: string): Promise<unknown[]> {
  const client = postgres(running.url, { max: 1 });
  try {
    return [...(await client.unsafe(query))];
  } finally {
    await client.end();
  }
}
