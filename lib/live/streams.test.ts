import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { flushWakes, wake } from "#lib/change/wake";
import { shiftClock } from "#lib/clock";
import { acknowledge } from "#lib/incidents/acknowledge";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { livePath } from "#lib/live/answer";
import { closeStreams, follow, openStream, streamCount } from "#lib/live/streams";
import { beatAll, createSession, type Mount, mounts, openServer, type Reader } from "#lib/live/testing-streams";

const hello = "retry: 3000\n: hello";
const opened: Reader[] = [];
const sockets: Socket[] = [];

let movedOnMs = 0;

beforeAll(async () => {
  await testDatabase();
  await follow();
});

beforeEach(() => {
  vi.useRealTimers();
  // What other tests changed is no longer recent.
  movedOnMs += 60_000;
  shiftClock(movedOnMs);
});

afterAll(() => shiftClock(0));

afterEach(async () => {
  for (const reader of opened.splice(0)) reader.leave();
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(() => streamCount() === 0);
});

describe.each(Object.entries(mounts))("a stream on %s", (name, start) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await start();
  });
  afterAll(() => mount.close());

  async function open(query?: string, cookie?: string): Promise<Reader> {
    const reader = await mount.open(cookie ?? (await createSession()).cookie, query);
    opened.push(reader);
    return reader;
  }

  test("says hello, and then what a commit changed, but not what is internal", async () => {
    const { id } = await createIncident();
    const stream = await open();
    expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(stream.response.headers.get("cache-control")).toContain("no-transform");
    expect(await stream.next()).toBe(hello);
    await acknowledge(id, { actor: alice, now: new Date() });
    expect((await stream.change())?.toSorted()).toEqual([`incident:${id}`, "incidents"].toSorted());
  });

  test("tells only what it follows, and everything to one that names nothing or *", async () => {
    const [one, all, star] = [await open("?topics=incidents,incident:1"), await open(), await open("?topics=*")];
    for (const stream of [one, all, star]) await stream.next();
    wake("incident:1", "incident:2", "services");
    expect(await one.change()).toEqual(["incident:1"]);
    expect((await all.change())?.toSorted()).toEqual(["incident:1", "incident:2", "services"]);
    expect((await star.change())?.toSorted()).toEqual(["incident:1", "incident:2", "services"]);
    wake("services");
    await flushWakes();
    await all.change();
    wake("*");
    expect(await one.change()).toEqual(["*"]);
  });

  test("is first told what of its topics changed in the last half minute", async () => {
    const witness = await open();
    await witness.next();
    wake("incident:8", "incident:9");
    await witness.change();
    const stream = await open("?topics=incident:9,incident:10");
    expect(await stream.next()).toBe(hello);
    expect(await stream.next()).toBe('event: recent\ndata: ["incident:9"]');
    shiftClock(movedOnMs + 50_000);
    const later = await open("?topics=incident:9,incident:10");
    expect(await later.next()).toBe(hello);
    wake("incident:10");
    expect(await later.change()).toEqual(["incident:10"]);
  });

  test("that takes the place of another loses nothing, whenever it changes", async () => {
    const { cookie } = await createSession();
    const heard = new Set<string>();
    const topics = Array.from({ length: 30 }, (_, at) => `incident:${name.length}-${at}`);
    let current: Reader | undefined;
    for (const [at, topic] of topics.entries()) {
      // Each is woken before, while or after the stream that follows it opens, and on the one before it as well.
      if (at % 3 === 0) wake(topic);
      const next = await open(`?topics=${topics.slice(0, at + 1).join(",")}`, cookie);
      if (at % 3 === 1) wake(topic);
      expect(await next.next()).toBe(hello);
      void listenTo(next, heard);
      if (at % 3 === 2) wake(topic);
      current?.leave();
      current = next;
    }
    await until(() => topics.every((topic) => heard.has(topic)));
    expect(heard).not.toContain("*");
  });

  test("is refused to whoever is not signed in, or not any more", async () => {
    const cookies = ["", "next-auth.session-token=nonsense", (await createSession({ revokedAt: new Date() })).cookie];
    for (const cookie of cookies) {
      const { response } = await open("", cookie);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        error: { code: "unauthenticated", message: "Sign in to follow what changes." },
      });
    }
    expect(streamCount()).toBe(0);
  });

  test("is refused when one person has thousands, with the time after which to ask again", async () => {
    const crowd = await createSession();
    const other = await createSession();
    const outlet = { write: () => true, end: () => {} };
    const of = ({ personId, id }: typeof crowd) =>
      openStream(outlet, { personId, sessionId: id, role: "responder", followed: "everything", wantsRecent: false });
    const leaves = Array.from({ length: 6_000 }, () => of(crowd));
    const { response } = await open("", crowd.cookie);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "30"]);
    expect((await open("", other.cookie)).response.status).toBe(200);
    leaves.pop()?.();
    expect((await open("", crowd.cookie)).response.status).toBe(200);
    const others = await Promise.all(Array.from({ length: 4 }, () => createSession()));
    for (let at = 0; streamCount() < 10_000; at++) leaves.push(of(others[at % 4] ?? other));
    expect((await open("", other.cookie)).response.status).toBe(503);
    for (const leave of leaves) leave();
  });

  test("gathers a storm into few messages, and past 500 topics says that anything may have changed", async () => {
    const stream = await open();
    await stream.next();
    for (let at = 0; at < 50; at++) wake(`incident:${at}`);
    expect(await stream.change()).toHaveLength(50);
    for (let at = 0; at < 600; at++) wake(`incident:${at}`);
    expect(await stream.change()).toEqual(["*"]);
  });

  test("reaches everybody who is connected, and forgets who has gone", async () => {
    const streams = [await open(), await open(), await open()];
    for (const stream of streams) await stream.next();
    expect(streamCount()).toBe(3);
    streams[1]?.leave();
    await until(() => streamCount() === 2);
    wake("services");
    expect(await streams[0]?.change()).toEqual(["services"]);
    expect(await streams[2]?.change()).toEqual(["services"]);
  });

  test("ends with the session: revoked, expired, or of a person who was disabled", async () => {
    const sessions = await Promise.all(Array.from({ length: 4 }, () => createSession()));
    const streams = await Promise.all(sessions.map(({ cookie }) => open("", cookie)));
    for (const stream of streams) await stream.next();
    await sql()`update sessions set revoked_at = now() where id = ${sessions[1]?.id ?? ""}`;
    await sql()`update sessions set expires_at = now() - interval '1 second' where id = ${sessions[2]?.id ?? ""}`;
    await sql()`update people set disabled_at = now() where id = ${sessions[3]?.personId ?? ""}`;
    await beatAll();
    for (const stream of streams) expect(await stream.next()).toBe(": ping");
    for (const stream of streams.slice(1)) expect(await stream.change()).toBeUndefined();
    expect(streamCount()).toBe(1);
    wake("services");
    expect(await streams[0]?.change()).toEqual(["services"]);
  });

  test.each(["", "?topics=requests,requests:0198,integrations,incidents"])(
    "tells an observer that something came in, not through which integration: %s",
    async (query) => {
      const observer = await open(query, (await createSession({ role: "observer" })).cookie);
      const responder = await open("", (await createSession()).cookie);
      for (const stream of [observer, responder]) await stream.next();
      wake("incidents", "requests:0198", "requests:0199", "integration:0198");
      expect((await observer.change())?.toSorted()).toEqual(["incidents", "integrations", "requests"]);
      expect(await responder.change()).toContain("requests:0198");
    },
  );

  test("ends when the person gets another role", async () => {
    const { cookie, personId } = await createSession();
    const stream = await open("", cookie);
    await stream.next();
    await sql()`update people set role = 'observer' where id = ${personId}`;
    await beatAll();
    expect([await stream.next(), await stream.change()]).toEqual([": ping", undefined]);
  });

  test("beats by itself every fifteen seconds", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const stream = await open();
    await stream.next();
    vi.advanceTimersByTime(15_000);
    expect(await stream.next()).toBe(": ping");
  });
});

describe("very many streams", () => {
  test("hear all of a storm, each what it follows", { timeout: 300_000 }, async () => {
    const { port, close } = await openServer();
    const { cookie } = await createSession();
    const heard: Set<string>[] = [];
    while (heard.length < 2_000)
      heard.push(...(await Promise.all(numbers(heard.length, 50).map((at) => openSocket(port, cookie, at)))));
    expect(streamCount()).toBe(2_000);
    for (let at = 0; at < 400; at++) {
      wake("incidents", `incident:${at}`);
      // Before they are so many that a wake says only that anything changed.
      if (at % 40 === 0) await flushWakes();
    }
    wake("services");
    const expected = heard.map((_, at) =>
      at < 400 ? [`incident:${at}`, "incidents", "services"] : ["incidents", "services"],
    );
    await until(() => heard.every((topics, at) => topics.size >= (expected[at]?.length ?? 0)));
    expect(heard.map((topics) => [...topics].toSorted())).toEqual(expected);
    await close();
  });

  test("lose one whose browser does not read, and go on", { timeout: 60_000 }, async () => {
    const { port, close } = await openServer();
    const { cookie } = await createSession();
    const slow = connect(port, "127.0.0.1");
    sockets.push(slow);
    slow.on("error", () => {});
    slow.write(`GET ${livePath} HTTP/1.1\r\nhost: tocsin.test\r\ncookie: ${cookie}\r\n\r\n`);
    await once(slow, "readable");
    const heard = await openSocket(port, cookie, 0);
    // Until the buffers of this machine are full and then ours.
    for (let at = 0; streamCount() === 2; at++) {
      wake(`incident:${at}:${"x".repeat(7_000)}`);
      await flushWakes();
    }
    wake("services");
    await until(() => heard.has("services"));
    await close();
  });
});

// Last: after this the process takes no more streams.
describe("a server that stops", () => {
  test.each(Object.entries(mounts))("ends its streams on %s, and those that come after", async (_name, start) => {
    const mount = await start();
    const { cookie } = await createSession();
    const before = await mount.open(cookie);
    expect(await before.next()).toBe(hello);
    closeStreams();
    expect(await before.change()).toBeUndefined();
    const after = await mount.open(cookie);
    expect(await after.next()).toBe(hello);
    expect(await after.change()).toBeUndefined();
    expect(streamCount()).toBe(0);
    await mount.close();
  });
});

const numbers = (from: number, amount: number) => Array.from({ length: amount }, (_, at) => from + at);

/** A browser that follows the list and one incident; what it has heard so far. */
async function openSocket(port: number, cookie: string, at: number): Promise<Set<string>> {
  const heard = new Set<string>();
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write(
    `GET ${livePath}?topics=incidents,services,incident:${at} HTTP/1.1\r\nhost: tocsin.test\r\ncookie: ${cookie}\r\n\r\n`,
  );
  await new Promise<void>((resolve) => {
    let text = "";
    socket.on("data", (data) => {
      text += data.toString();
      if (text.includes(": hello")) resolve();
      const end = text.lastIndexOf("\n\n") + 2;
      for (const [, topics = "[]"] of text.slice(0, end).matchAll(/\ndata: (.*)\n\n/g))
        for (const topic of JSON.parse(topics)) heard.add(topic);
      text = text.slice(end);
    });
  });
  return heard;
}

async function listenTo(stream: Reader, heard: Set<string>): Promise<void> {
  try {
    for (let topics = await stream.change(); topics; topics = await stream.change())
      for (const topic of topics) heard.add(topic);
  } catch {
    // Left, as a browser leaves.
  }
}

/** Waits for a condition; the test's own time is the limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}
