import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, sql } from "#db/client";
import { people, sessions } from "#db/schema/people";
import { testDatabase } from "#db/testing";
import { createPerson } from "#db/testing-rows";
import type { Role } from "#db/vocabulary";
import { newId } from "#lib/id";
import { acknowledge } from "#lib/incidents/acknowledge";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { beat, closeStreams, openStream, streamCount } from "#lib/live/streams";
import { wake } from "#lib/live/wake";

const dayMs = 86_400_000;
const opened: AbortController[] = [];

beforeAll(async () => {
  await testDatabase();
});

beforeEach(() => {
  vi.useRealTimers();
});

afterEach(() => {
  for (const controller of opened.splice(0)) controller.abort();
});

describe("a stream", () => {
  test("says hello, and then what a commit changed, but not what is internal", async () => {
    const { id } = await createIncident();
    const stream = await open();
    expect(await stream.next()).toBe("retry: 3000\n: hello\n\n");
    await acknowledge(id, { actor: alice, now: new Date() });
    const topics = topicsOf(await stream.next());
    expect(topics.toSorted()).toEqual([`incident:${id}`, "incidents"].toSorted());
  });

  test("gathers a storm into few messages, and past 500 topics says that anything may have changed", async () => {
    const stream = await open();
    await stream.next();
    for (let at = 0; at < 50; at++) wake(`incident:${at}`);
    expect(topicsOf(await stream.next())).toHaveLength(50);
    for (let at = 0; at < 600; at++) wake(`incident:${at}`);
    expect(topicsOf(await stream.next())).toEqual(["*"]);
  });

  test("reaches everybody who is connected, and forgets who has gone", async () => {
    const controller = new AbortController();
    const streams = [await open(), await open(controller), await open()];
    for (const stream of streams) await stream.next();
    expect(streamCount()).toBe(3);
    controller.abort();
    expect(streamCount()).toBe(2);
    expect(await streams[1]?.next()).toBeUndefined();
    await streams[2]?.cancel();
    expect(streamCount()).toBe(1);
    wake("services");
    expect(topicsOf(await streams[0]?.next())).toEqual(["services"]);
  });

  test("is dropped when the browser does not read, while others go on", async () => {
    const slow = await open();
    const quick = await open();
    for (let at = 0; at < 80; at++) {
      await beat();
      await quick.next();
    }
    expect(streamCount()).toBe(1);
    await slow.cancel();
  });

  test("ends with the session: revoked, expired, or of a person who was disabled", async () => {
    const ids = [
      await session(),
      await session({ revokedAt: new Date() }),
      await session({ expiresAt: new Date(Date.now() - 1) }),
      await session({ isDisabled: true }),
    ];
    const streams = await Promise.all(ids.map((id) => open(new AbortController(), id)));
    for (const stream of streams) await stream.next();
    await beat();
    await beat();
    const after = await Promise.all(streams.map(async (stream) => [await stream.next(), await stream.next()]));
    expect(after).toEqual([
      [": ping\n\n", ": ping\n\n"],
      ...Array.from({ length: 3 }, () => [": ping\n\n", undefined]),
    ]);
  });

  test("tells an observer that something came in, not through which integration", async () => {
    const [observer, responder] = [
      await open(new AbortController(), await session({ role: "observer" })),
      await open(),
    ];
    for (const stream of [observer, responder]) await stream.next();
    wake("incidents", "requests:0198", "requests:0199", "integration:0198", "integrations");
    expect(topicsOf(await observer.next())).toEqual(["incidents", "requests", "integrations"]);
    expect(topicsOf(await responder.next())).toContain("requests:0198");
  });

  test("ends when the person gets another role", async () => {
    const id = await session();
    const stream = await open(new AbortController(), id);
    await stream.next();
    await sql()`update people set role = 'observer' where id = (select person_id from sessions where id = ${id})`;
    await beat();
    expect([await stream.next(), await stream.next()]).toEqual([": ping\n\n", undefined]);
  });

  test("beats by itself every fifteen seconds", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const stream = await open();
    await stream.next();
    vi.advanceTimersByTime(15_000);
    expect(await stream.next()).toBe(": ping\n\n");
  });

  // Last: after this the process takes no more streams.
  test("ends when the server stops, and so do those that come after", async () => {
    const before = await open();
    await before.next();
    closeStreams();
    expect(await before.next()).toBeUndefined();
    const after = await open();
    expect(await after.next()).toBe("retry: 3000\n: hello\n\n");
    expect(await after.next()).toBeUndefined();
    expect(streamCount()).toBe(0);
  });
});

async function open(controller = new AbortController(), sessionId?: string) {
  opened.push(controller);
  const follower = await followerOf(sessionId ?? (await session()));
  const reader = (await openStream(controller.signal, follower)).getReader();
  return {
    async next(): Promise<string | undefined> {
      const { value } = await reader.read();
      return value && new TextDecoder().decode(value);
    },
    cancel: () => reader.cancel(),
  };
}

async function followerOf(sessionId: string) {
  const [row] = await db()
    .select({ sessionId: sessions.id, role: people.role })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.id, sessionId));
  if (!row) throw new Error("There is no such session.");
  return row;
}

async function session({
  revokedAt = null,
  expiresAt = new Date(Date.now() + dayMs),
  isDisabled = false,
  role = "responder",
}: {
  revokedAt?: Date | null;
  expiresAt?: Date;
  isDisabled?: boolean;
  role?: Role;
} = {}) {
  const person = await createPerson({ role, disabledAt: isDisabled ? new Date() : null });
  const id = newId();
  await sql()`insert into sessions (id, person_id, created_at, expires_at, last_seen_at, revoked_at) values (${id}, ${person.id}, now(), ${expiresAt}, now(), ${revokedAt})`;
  return id;
}

function topicsOf(message: string | undefined): string[] {
  const text = /^data: (.*)\n\n$/.exec(message ?? "")?.[1];
  return JSON.parse(text ?? "null");
}
