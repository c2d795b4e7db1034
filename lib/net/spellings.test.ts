import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseOpenRanges } from "#lib/net/egress";
import { openHttp } from "#lib/net/http";

const arrived: string[] = [];
const server = createServer((request, response) => {
  arrived.push(request.headers.host ?? "");
  response.end();
});
let port: number;

const guarded = openHttp({ open: [] });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await guarded.close();
  server.close();
});

const send = (host: string, http = guarded) =>
  http.send({ method: "POST", url: `http://${host}:${port}/`, headers: {}, body: "{}", connectTimeoutMs: 2_000 });

const blocked = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "017700000001",
  "0x7f000001",
  "0x7f.0.0.1",
  "0177.0.0.1",
  "00000177.0.0.1",
  "127.0.0.0x1",
  "0",
  "0x",
  "0.0.0.0",
  "127.0.0.1.",
  "①②⑦.⓪.⓪.①",
  "127。0。0。1",
  "１２７.０.０.１",
  "０x7f000001",
  "%31%32%37.0.0.1",
  "user:pass@127.0.0.1",
  "example.com@127.0.0.1",
  "localhost",
  "LOCALHOST",
  "loc%61lhost",
  "ｌocalhost",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[0:0:0:0:0:ffff:7f00:0001]",
  "[::127.0.0.1]",
  "[::7f00:1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::f7f7:f7f7]",
  "[fe80::1]",
  "[fec0::1]",
  "169.254.169.254",
  "0xa9fea9fe",
  "2852039166",
  "[fd00:ec2::254]",
  "[64:ff9b::a9fe:a9fe]",
];

test.each(blocked)("http://%s is refused before anything is dialled", async (host) => {
  const { failure, remoteAddress } = await send(host);
  expect(failure).toMatchObject({ class: "egress_blocked" });
  expect(remoteAddress).toBeNull();
  expect(arrived).toEqual([]);
});

test.each(["127.0.0.1%2f", "[fe80::1%25lo]", "[fe80::1%lo]", "256.1.1.1", "127.0.0.09", "[::1].", "4294967296"])(
  "http://%s is no address at all",
  async (host) => {
    expect((await send(host)).failure).toMatchObject({ class: "rejected" });
  },
);

test("a name with a dot at its end is looked up and judged like any other", async () => {
  const http = openHttp({
    open: [],
    lookup: (_name, _options, callback) => callback(null, [{ address: "127.0.0.1", family: 4 }]),
  });
  expect((await send("localhost.", http)).failure?.class).toBe("egress_blocked");
  await http.close();
});

test("a name that leads to where credentials are is refused without a word of allowing it", async () => {
  const leadsTo = (address: string, family: number) =>
    openHttp({
      open: parseOpenRanges("0.0.0.0/0 ::/0"),
      lookup: (_name, _options, callback) => callback(null, [{ address, family } satisfies LookupAddress]),
    });
  for (const [address, family] of [
    ["169.254.169.254", 4],
    ["fd20:ce::254", 6],
    ["fd00:ec2::254%1", 6],
  ] as const) {
    const http = leadsTo(address, family);
    const { failure } = await send("metadata.google.internal", http);
    expect(failure?.class, address).toBe("egress_blocked");
    expect(failure?.text).not.toContain("TOCSIN_EGRESS_ALLOW");
    await http.close();
  }
});

test("an address in TOCSIN_EGRESS_ALLOW is reached however it is spelled", async () => {
  const http = openHttp({ open: parseOpenRanges("127.0.0.1") });
  for (const host of ["127.0.0.1", "127.1", "2130706433", "localhost", "[::ffff:7f00:1]"])
    expect((await send(host, http)).response?.status, host).toBe(200);
  await http.close();
});
