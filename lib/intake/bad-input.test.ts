import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { type Mount, mounts, openFastLane } from "#lib/doors/testing-mounts";
import { badRequests, hook } from "#lib/intake/testing-bad-requests";
import { adminKey, makeSenders, type Senders } from "#lib/intake/testing-senders";

let senders: Senders;

beforeAll(async () => {
  process.env.TOCSIN_API_KEY = adminKey;
  await testDatabase();
  senders = await makeSenders();
});

test("the table has at least sixty rows", () => expect(badRequests.length).toBeGreaterThanOrEqual(60));

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  test.each(badRequests)("%s is refused with what to do, and nothing is created", async (_, request, status, says) => {
    const answer = await mount.send(request(senders));
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status, text: expect.stringMatching(says) });
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.text).not.toMatch(/postgres|at .*\.ts|undefined|\[object/i);
    expect(
      await sql()`select (select count(*)::int from incidents) as incidents, (select count(*)::int from alerts) as alerts`,
    ).toEqual([{ incidents: 0, alerts: 0 }]);
  });
});

describe("on the wire", () => {
  const wire: [string, string, number, RegExp][] = [
    ["headers of 40 KB", `POST /v2/enqueue HTTP/1.1\r\nhost: t\r\nx-big: ${"h".repeat(40_000)}\r\n\r\n`, 431, /32 KiB/],
    ["an address of 40 KB", `POST /v2/enqueue?${"q".repeat(40_000)} HTTP/1.1\r\nhost: t\r\n\r\n`, 431, /32 KiB/],
    ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\r\n\r\n", 400, /HTTP/],
    ["a negative content length", "POST /v2/enqueue HTTP/1.1\r\nhost: t\r\ncontent-length: -1\r\n\r\n", 400, /HTTP/],
    [
      "a length and chunks at once",
      "POST /v2/enqueue HTTP/1.1\r\nhost: t\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
      /HTTP/,
    ],
  ];
  test.each(wire)("%s is answered in words", async (_, bytes, status, says) => {
    const { server, port } = await openFastLane();
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    const answer = await text(socket);
    server.close();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(says);
  });

  test("a sender that hangs up in the middle of its body leaves nothing behind", async () => {
    const { server, port } = await openFastLane();
    const head = `POST ${hook(senders)} HTTP/1.1\r\nhost: t\r\ncontent-length: 500\r\n\r\n{"title":"half`;
    const socket = connect(port, "127.0.0.1", () => socket.write(head, () => socket.destroy()));
    await once(socket, "close");
    await new Promise((resolve) => server.close(resolve));
    expect(await sql()`select from incidents`).toEqual([]);
  });
});
