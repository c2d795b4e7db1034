import http from "node:http";
import https from "node:https";
import net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { HttpRequest } from "#lib/channels/contract";
import type { Lookup } from "#lib/net/connect";
import { parseOpenRanges } from "#lib/net/egress";
import { defaultRequestTimeoutMs, openHttp } from "#lib/net/http";
import { authority, clientCertificate, clientKey, serverCertificate, serverKey } from "#lib/net/testing-certificates";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Starts `server` on a free port and returns the port. */
async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("not a port");
  return address.port;
}

const serve = (listener: http.RequestListener) => listening(http.createServer(listener));

function client(more: { lookup?: Lookup; allow?: string } = {}) {
  const out = openHttp({
    open: parseOpenRanges(more.allow ?? "127.0.0.0/8,::1"),
    ...(more.lookup && { lookup: more.lookup }),
  });
  closers.push(() => out.close());
  return out;
}

const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json" },
  body: "{}",
  ...more,
});

describe("an answer", () => {
  test("carries status, headers, body, timings and the remote address", async () => {
    const port = await serve((request, response) => {
      response.setHeader("x-method", request.method ?? "");
      request.pipe(response);
    });
    const exchange = await client().send(post(`http://127.0.0.1:${port}/x?y=1`, { body: '{"a":1}' }));
    expect(exchange.response).toMatchObject({
      status: 200,
      body: '{"a":1}',
      truncated: false,
      headers: { "x-method": "POST" },
    });
    expect(exchange.remoteAddress).toBe("127.0.0.1");
    expect(exchange.timings.connectMs).toBeGreaterThanOrEqual(0);
    expect(exchange.timings.totalMs).toBeGreaterThanOrEqual(exchange.timings.waitMs ?? 0);
  });

  test("of 500 is an answer too", async () => {
    const port = await serve((_, response) => void response.writeHead(500).end("broken"));
    expect((await client().send(post(`http://127.0.0.1:${port}`))).response).toMatchObject({
      status: 500,
      body: "broken",
    });
  });

  test("that redirects is not followed", async () => {
    let requests = 0;
    const port = await serve((_, response) => {
      requests++;
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end();
    });
    expect((await client().send(post(`http://127.0.0.1:${port}`))).response?.status).toBe(302);
    expect(requests).toBe(1);
  });

  test("with an endless body is cut at 16 kB", async () => {
    const port = await serve((_, response) => {
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(8192)));
      };
      response.on("drain", write);
      write();
    });
    const { response } = await client().send(post(`http://127.0.0.1:${port}`));
    expect(response).toMatchObject({ status: 200, truncated: true });
    expect(response?.body).toHaveLength(16_384);
  });

  test("that is long is read whole where that is asked for", async () => {
    const port = await serve((_, response) => response.end("x".repeat(100_000)));
    const { response } = await client().send(post(`http://127.0.0.1:${port}`), undefined, 100_000);
    expect(response).toMatchObject({ truncated: false, body: expect.stringMatching(/^x{100000}$/) });
  });

  test("that drips without end is cut and keeps what came", async () => {
    const port = await serve((_, response) => {
      response.write(".");
      const timer = setInterval(() => response.write("."), 100);
      response.on("close", () => clearInterval(timer));
    });
    const { response, timings } = await client().send(post(`http://127.0.0.1:${port}`));
    expect(response).toMatchObject({ status: 200, truncated: true });
    expect(response?.body).toMatch(/^\.+$/);
    expect(timings.totalMs).toBeGreaterThan(1_900);
  });

  test("reuses the connection for the next request", async () => {
    const port = await serve((_, response) => void response.end("ok"));
    const out = client();
    expect((await out.send(post(`http://127.0.0.1:${port}`))).timings.connectMs).not.toBeNull();
    // Free again a moment after its answer was read.
    await expect
      .poll(() => out.send(post(`http://127.0.0.1:${port}`)))
      .toMatchObject({ timings: { connectMs: null }, remoteAddress: "127.0.0.1" });
  });

  test("a reused connection that the server has closed is tried once more", async () => {
    let accepted = 0;
    const port = await listening(
      net.createServer((socket) => {
        accepted++;
        socket.once("data", () => {
          socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
          socket.once("data", () => socket.resetAndDestroy());
        });
        socket.on("error", () => {});
      }),
    );
    const out = client();
    await out.send(post(`http://127.0.0.1:${port}`));
    const second = await out.send(post(`http://127.0.0.1:${port}`));
    expect(second.response?.status).toBe(200);
    expect(accepted).toBe(2);
  });
});

describe("a failure has its class and a text for people", () => {
  test("no answer in time", async () => {
    const port = await serve(() => {});
    const { failure, timings } = await client().send(post(`http://127.0.0.1:${port}`, { requestTimeoutMs: 500 }));
    expect(failure).toEqual({
      class: "timed_out",
      text: "The server accepted the request but did not answer within 0.5 s.",
    });
    expect(timings.totalMs, "it is its own limit").toBeLessThan(defaultRequestTimeoutMs);
    expect(timings.connectMs).not.toBeNull();
  });

  test("TLS that never finishes", async () => {
    const port = await listening(net.createServer(() => {}));
    const { failure } = await client().send(post(`https://127.0.0.1:${port}`, { connectTimeoutMs: 500 }));
    expect(failure).toMatchObject({
      class: "connect_timed_out",
      text: expect.stringContaining("did not finish TLS within 0.5 s"),
    });
  });

  test("refused", async () => {
    const server = net.createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const { failure } = await client().send(post(`http://127.0.0.1:${port}/?token=geheim`));
    expect(failure).toEqual({
      class: "connection_refused",
      text: `The server refused the connection on port ${port}. Is it running?`,
    });
  });

  test("closed before an answer, on a new connection: not tried again", async () => {
    let accepted = 0;
    const port = await listening(
      net.createServer((socket) => {
        accepted++;
        socket.once("data", () => socket.resetAndDestroy());
      }),
    );
    expect((await client().send(post(`http://127.0.0.1:${port}`))).failure?.class).toBe("connection_lost");
    expect(accepted).toBe(1);
  });

  test("plain HTTP on a port called https", async () => {
    const port = await serve((_, response) => void response.end());
    const { failure } = await client().send(post(`https://127.0.0.1:${port}`));
    expect(failure).toMatchObject({ class: "tls_failed", text: expect.stringContaining("does not speak TLS") });
  });

  test("an unknown name", async () => {
    const lookup: Lookup = (_, __, callback) =>
      callback(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" }), []);
    const { failure } = await client({ lookup }).send(post("https://nowhere.example"));
    expect(failure).toMatchObject({
      class: "dns_failed",
      text: expect.stringContaining("nowhere.example was not found"),
    });
  });

  test("interrupted by our own end", async () => {
    const stop = new AbortController();
    const port = await serve(() => stop.abort());
    expect((await client().send(post(`http://127.0.0.1:${port}`), stop.signal)).failure?.class).toBe("interrupted");
  });

  test.each(["ftp://example.com/", "file:///etc/passwd", "not a url"])(
    "an address that is not http: %s",
    async (url) => {
      expect((await client().send(post(url))).failure?.class).toBe("rejected");
    },
  );

  test("a header with a line break is never sent", async () => {
    const port = await serve((_, response) => void response.end());
    const { failure } = await client().send(post(`http://127.0.0.1:${port}`, { headers: { "x-a": "b\r\nx-c: d" } }));
    expect(failure?.class).toBe("rejected");
  });
});

describe("TLS", () => {
  const secureServer = (more: https.ServerOptions = {}) =>
    listening(
      https.createServer(
        { cert: serverCertificate, key: serverKey, ...more },
        (_, response) => void response.end("secure"),
      ),
    );

  test("refuses an authority it does not know, with advice", async () => {
    const port = await secureServer();
    const { failure } = await client().send(post(`https://127.0.0.1:${port}`));
    expect(failure).toMatchObject({ class: "tls_failed", text: expect.stringContaining("Add its CA certificate") });
  });

  test("trusts the CA certificate of the integration, and times the handshake", async () => {
    const port = await secureServer();
    const exchange = await client().send(post(`https://127.0.0.1:${port}`, { tls: { ca: authority } }));
    expect(exchange.response?.body).toBe("secure");
    expect(exchange.timings.tlsMs).toBeGreaterThanOrEqual(0);
  });

  test("verification can be switched off", async () => {
    const port = await secureServer();
    expect((await client().send(post(`https://127.0.0.1:${port}`, { tls: { verify: false } }))).response?.status).toBe(
      200,
    );
  });

  test("shows the client certificate to a server that asks for one", async () => {
    const port = await secureServer({ requestCert: true, rejectUnauthorized: true, ca: authority });
    const out = client();
    const without = await out.send(post(`https://127.0.0.1:${port}`, { tls: { ca: authority } }));
    expect(without.failure?.class).toMatch(/tls_failed|connection_lost/);
    const tls = { ca: authority, cert: clientCertificate, key: clientKey };
    expect((await out.send(post(`https://127.0.0.1:${port}`, { tls }))).response?.status).toBe(200);
  });

  test("a certificate that cannot be read is final", async () => {
    const port = await secureServer();
    const { failure } = await client().send(
      post(`https://127.0.0.1:${port}`, { tls: { cert: "nonsense", key: "nonsense" } }),
    );
    expect(failure).toMatchObject({ class: "rejected", text: expect.stringContaining("cannot be read") });
  });
});

describe("private addresses", () => {
  test.each([
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://0.0.0.0/",
  ])("%s is blocked and nothing is dialled", async (url) => {
    const { failure, remoteAddress } = await client({ allow: "" }).send(post(url));
    expect(failure).toMatchObject({ class: "egress_blocked", text: expect.stringContaining("TOCSIN_EGRESS_ALLOW") });
    expect(remoteAddress).toBeNull();
  });

  test("a name that resolves to a private address is blocked", async () => {
    const lookup: Lookup = (_, __, callback) => callback(null, [{ address: "10.1.2.3", family: 4 }]);
    const { failure } = await client({ allow: "", lookup }).send(post("https://looks-public.example"));
    expect(failure).toMatchObject({ class: "egress_blocked", text: expect.stringContaining("10.1.2.3/32") });
  });

  test("of several addresses only the permitted ones are dialled", async () => {
    const port = await serve((_, response) => void response.end("ok"));
    const lookup: Lookup = (_, __, callback) =>
      callback(null, [
        { address: "10.1.2.3", family: 4 },
        { address: "127.0.0.1", family: 4 },
      ]);
    const exchange = await client({ lookup }).send(post(`http://two.example:${port}`));
    expect(exchange.remoteAddress).toBe("127.0.0.1");
  });
});
