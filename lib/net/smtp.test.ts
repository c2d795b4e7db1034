import { createServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import type { SmtpRequest } from "#lib/channels/contract";
import { parseOpenRanges } from "#lib/net/egress";
import { sendMail } from "#lib/net/smtp";
import { serverCertificate, serverKey } from "#lib/net/testing-certificates";

const here = { open: parseOpenRanges("127.0.0.0/8") };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Received = { from: string; to: string[]; body: string; user: string | undefined; secure: boolean };

async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    key: serverKey,
    cert: serverCertificate,
    onAuth: ({ username, password }, _session, done) =>
      password === "geheim"
        ? done(null, { user: username })
        : done(Object.assign(new Error("5.7.8 No."), { responseCode: 535 })),
    async onData(stream, { envelope, user, secure }, done) {
      const { mailFrom, rcptTo } = envelope;
      const from = mailFrom ? mailFrom.address : "";
      received.push({
        from,
        to: rcptTo.map(({ address }) => address),
        body: await text(stream),
        user: user && String(user),
        secure,
      });
      done(null, "queued as 4711");
    },
    ...options,
  });
  // A client that leaves in the middle is no trouble of the test.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: portOf(server.server), received };
}

/** A server that greets with `line`, or says nothing at all. */
async function rawServer(line: string | undefined): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (line !== undefined) socket.write(line);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return portOf(server);
}

function portOf(server: Pick<Server, "address">): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const request = (port: number, server: Partial<SmtpRequest["server"]> = {}): SmtpRequest => ({
  via: "smtp",
  server: { host: "127.0.0.1", port, security: "none", verify: false, ...server },
  mail: {
    from: "tocsin@example.com",
    to: ["a@example.com", "b@example.com"],
    subject: "Диск полон 🔥",
    text: "It is full.\n.\nReally.",
    messageId: "<evt_1@example.com>",
    thread: "<incident-1@example.com>",
  },
});

test("a mail arrives whole at all its recipients, with its id and its thread", async () => {
  const { port, received } = await mailServer();
  const { response, remoteAddress, timings } = await sendMail(request(port), undefined, here);
  expect(response).toMatchObject({ status: 250, body: expect.stringContaining("queued as 4711") });
  expect(remoteAddress).toBe("127.0.0.1");
  expect(timings.connectMs).toBeGreaterThanOrEqual(0);
  expect(received).toMatchObject([
    { from: "tocsin@example.com", to: ["a@example.com", "b@example.com"], secure: false },
  ]);
  const { body } = received[0] ?? { body: "" };
  for (const line of [
    /^Message-ID: <evt_1@example.com>/m,
    /^References: <incident-1@example.com>/m,
    /^Subject: =\?UTF-8/m,
    /^\.$|^Really\.$/m,
  ])
    expect(body).toMatch(line);
});

test.each([
  ["starttls", {}],
  ["tls", { secure: true }],
] as const)("%s is spoken before a password is", async (security, options) => {
  const { port, received } = await mailServer(options);
  const { response } = await sendMail(request(port, { security, user: "ops", password: "geheim" }), undefined, here);
  expect(response?.status).toBe(250);
  expect(received).toMatchObject([{ user: "ops", secure: true }]);
});

test("without a mail it only signs in, and says no when that is refused", async () => {
  const { port, received } = await mailServer();
  const signIn = (server: Partial<SmtpRequest["server"]>): SmtpRequest => {
    const { mail: _, ...rest } = request(port, { security: "starttls", ...server });
    return rest;
  };
  const statusOf = async (server: Partial<SmtpRequest["server"]>) =>
    (await sendMail(signIn(server), undefined, here)).response?.status;
  expect(await statusOf({ user: "ops", password: "geheim" })).toBe(250);
  expect(await statusOf({})).toBe(250);
  expect(await statusOf({ user: "ops", password: "wrong" })).toBe(535);
  expect(received).toEqual([]);
});

test("refusals come with the code and the line of the server", async () => {
  const { port } = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error("5.1.1 Nobody here"), { responseCode: 550 })),
  });
  expect((await sendMail(request(port), undefined, here)).response).toMatchObject({
    status: 550,
    body: expect.stringContaining("Nobody here"),
  });
  const login = request((await mailServer()).port, { security: "starttls", user: "ops", password: "wrong" });
  expect((await sendMail(login, undefined, here)).response).toMatchObject({ status: 535 });
});

test.each<[string, () => Promise<SmtpRequest>, { class: string; text?: RegExp }]>([
  [
    "an address that must not be reached",
    async () => request(25, { host: "169.254.169.254" }),
    { class: "egress_blocked" },
  ],
  ["a name that does not exist", async () => request(25, { host: "nowhere.invalid" }), { class: "dns_failed" }],
  ["a port where nobody listens", async () => request(1), { class: "connection_refused", text: /port 1/ }],
  [
    "a server without STARTTLS",
    async () => request((await mailServer({ disabledCommands: ["STARTTLS"] })).port, { security: "starttls" }),
    { class: "tls_failed", text: /does not offer TLS/ },
  ],
  [
    "a certificate nobody vouches for",
    async () =>
      request((await mailServer({ secure: true })).port, { host: "127.0.0.1", security: "tls", verify: true }),
    { class: "tls_failed" },
  ],
])("%s ends in a failure with a reason", async (_, build, { class: expected, text: reason }) => {
  const { failure } = await sendMail(await build(), undefined, here);
  expect(failure?.class, failure?.text).toBe(expected);
  if (reason) expect(failure?.text).toMatch(reason);
});

test("a server that says nothing is left when Tocsin stops, and the mail counts as interrupted", async () => {
  const stopping = new AbortController();
  const sending = sendMail(request(await rawServer(undefined)), stopping.signal, here);
  setTimeout(() => stopping.abort(), 200);
  expect((await sending).failure?.class).toBe("interrupted");
});
