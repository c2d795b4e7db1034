import { randomUUID } from "node:crypto";
import { createTransport, type SendMailOptions } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { now } from "#lib/clock";
import { rotateKey } from "#lib/integrations/rotate-key";
import { listenForMail, type MailListener } from "#lib/mail-in/listen";
import { talkTo } from "#lib/mail-in/testing-talk";
import { serverCertificate, serverKey } from "#lib/net/testing-certificates";
import { seal } from "#lib/seal";
import { startMinute } from "#lib/testing-minute";

type Integration = Awaited<ReturnType<typeof createIntegration>>;

let listener: MailListener;
let email: Integration;
beforeAll(async () => {
  await testDatabase();
  listener = await listenForMail({ port: 0, host: "127.0.0.1" });
});
afterAll(() => listener.close());
beforeEach(async () => {
  email = await createIntegration({ type: "email", rateLimitPerMinute: 0 });
});

const addressOf = ({ key }: Integration) => `${key}@tocsin.test`;
const transport = (more: object = {}) =>
  createTransport({ host: "127.0.0.1", port: listener.port, ignoreTLS: true, ...more });

/** Sends a mail as a real client does; the last line of the server's answer. */
async function send(mail: SendMailOptions): Promise<string> {
  const message = { from: "Root <root@db-1.example.com>", to: addressOf(email), text: "It is full.", ...mail };
  const { response } = await transport().sendMail(message);
  return response;
}

/** The refusal that the client hears. */
async function refusal(mail: SendMailOptions): Promise<string> {
  return send(mail).then(
    (response) => `taken: ${response}`,
    (error: Error & { response?: string }) => error.response ?? error.message,
  );
}

const incidentsOf = ({ serviceId }: Integration) =>
  sql()`select number, title, status, severity, source, alert_count as alerts from incidents where service_id = ${serviceId} order by number`;
const alertsOf = ({ id }: Integration) =>
  sql()`select details, occurred_at as "occurredAt" from alerts where integration_id = ${id} order by received_at`;
const requestsOf = ({ id }: Integration) =>
  sql()`select outcome, status, reason, headers, ip, convert_from(body, 'UTF8') as body from requests where integration_id = ${id} order by received_at`;

describe("a mail to an integration's address", () => {
  test("opens an incident, and the mail that says it is over resolves the same one", async () => {
    const subject = "[CRITICAL] Disk of db-1 is full";
    expect(await send({ subject, date: new Date("2026-11-21T03:00:00Z") })).toMatch(
      /^250 accepted: trigger, incident #\d+\.$/,
    );
    expect(await incidentsOf(email)).toMatchObject([
      { title: subject, status: "triggered", severity: "critical", source: "root@db-1.example.com" },
    ]);
    expect(await send({ subject: "RESOLVED: Disk of db-1 is full" })).toMatch(
      /^250 accepted: resolve, incident #\d+\.$/,
    );
    expect(await incidentsOf(email)).toMatchObject([{ status: "resolved" }]);
    expect(await send({ subject: "OK: Something else" })).toBe("250 accepted: resolve, but nothing was open.");
  });

  test("is kept as a request like any other, without the key", async () => {
    await send({ subject: "Disk full", to: `"On call" <db-1+${addressOf(email)}>`, text: `To ${addressOf(email)}` });
    const [request] = await requestsOf(email);
    expect(request).toMatchObject({ outcome: "accepted", ip: "127.0.0.1" });
    expect(request?.headers).toMatchObject({ "user-agent": expect.stringMatching(/^SMTP /) });
    expect(JSON.stringify([request, await alertsOf(email), await incidentsOf(email)])).not.toContain(email.key);
    expect(JSON.parse(String(request?.body))).toMatchObject({
      to: "On call <db-1+[key]@tocsin.test>",
      text: "To [key]@tocsin.test\n",
    });
  });

  test.each<[string, SendMailOptions, object]>([
    [
      "in HTML alone",
      { html: "<style>p{}</style><p>It is <b>full</b>.</p>", text: undefined as never },
      { text: "It is full." },
    ],
    ["in text and HTML", { html: "<p>Rich</p>", text: "Plain" }, { text: "Plain" }],
    [
      "with attachments",
      { attachments: [{ filename: "graph ü.png", content: Buffer.alloc(900_000, 7) }] },
      { text: "It is full.", attachments: [{ name: "graph ü.png", type: "image/png" }] },
    ],
    [
      "in another language",
      { text: "Festplatte „db-1“ ist voll: 容量不足 🔥" },
      { text: "Festplatte „db-1“ ist voll: 容量不足 🔥" },
    ],
    [
      "quoted-printable",
      { text: `${"lang ".repeat(50)}ü=`, textEncoding: "quoted-printable" },
      { text: `${"lang ".repeat(50)}ü=` },
    ],
    ["from nobody in particular", { from: "alerts@example.com" }, { from: "alerts@example.com" }],
  ])("%s is understood", async (_, mail, details) => {
    await send({ subject: "Disk full", ...mail });
    const [alert] = await alertsOf(email);
    expect(alert?.details).toMatchObject(details);
  });

  test("has a subject in any language", async () => {
    const subject = "[WARNING] Größe von „db-1“ überschritten 🔥 容量不足";
    await send({ subject });
    expect(await incidentsOf(email)).toMatchObject([{ title: subject, severity: "warning" }]);
  });

  test("that is sent again has no second effect", async () => {
    const mail = { subject: "Disk full", messageId: `<${randomUUID()}@db-1>` };
    await send(mail);
    expect(await send(mail)).toMatch(/^250 ignored: A repeat of a request/);
    expect(await incidentsOf(email)).toMatchObject([{ alerts: 1 }]);
  });

  test.each<[string, SendMailOptions]>([
    ["An automatic reply", { headers: { "Auto-Submitted": "auto-replied" } }],
    ["A bounce", { envelope: { from: "", to: [] } }],
  ])("%s opens nothing, and the log says why", async (_, mail) => {
    const envelope = mail.envelope && { from: "", to: addressOf(email) };
    expect(await send({ subject: "Disk full", ...mail, ...(envelope && { envelope }) })).toMatch(
      /^250 ignored: This is /,
    );
    expect(await incidentsOf(email)).toHaveLength(0);
    expect(await requestsOf(email)).toMatchObject([
      { outcome: "ignored", reason: expect.stringMatching(/bounce|reply/) },
    ]);
  });

  test("needs no signature, because the address is the proof; the URL does", async () => {
    const id = randomUUID();
    email = await createIntegration({
      id,
      type: "email",
      signatureSecret: seal("s3cret", `integrations:${id}:signature_secret`),
    });
    expect(await send({ subject: "Disk full" })).toMatch(/^250 accepted/);
  });

  test("waits when too many come, and is told when no more can wait", async () => {
    startMinute();
    email = await createIntegration({ type: "email", rateLimitPerMinute: 1 });
    expect(await send({ subject: "One" })).toMatch(/^250 accepted: trigger, incident/);
    expect(await send({ subject: "Two" })).toMatch(/^250 accepted: .*(stored|waits)/);
  });
});

describe("several recipients", () => {
  test("each get the mail, on their own", async () => {
    const other = await createIntegration({ type: "email" });
    const to = [addressOf(email), addressOf(other), `again+${addressOf(other)}`];
    expect(await send({ subject: "Power is out", to })).toMatch(/^250 /);
    expect(await incidentsOf(email)).toMatchObject([{ title: "Power is out" }]);
    expect(await incidentsOf(other)).toMatchObject([{ title: "Power is out", alerts: 1 }]);
  });

  test("that are unknown are refused without harm to the others", async () => {
    const to = [`${"0".repeat(32)}@tocsin.test`, addressOf(email)];
    const { rejected, accepted } = await transport().sendMail({ from: "a@b.test", to, subject: "Power is out" });
    expect([rejected, accepted]).toEqual([[to[0]], [to[1]]]);
    expect(await incidentsOf(email)).toHaveLength(1);
  });
});

describe("mail is refused", () => {
  test.each<[string, () => Promise<string> | string, RegExp]>([
    [
      "to a key nobody has",
      () => `${"0".repeat(32)}@tocsin.test`,
      /^550 This integration key is wrong, or was rotated/,
    ],
    ["to an address without a key", () => "postmaster@tocsin.test", /^550 No integration has this address/],
    ["to be relayed", () => "bob@example.com", /^550 No integration has this address/],
    [
      "to a disabled integration",
      async () => addressOf(await createIntegration({ type: "email", disabledAt: new Date() })),
      /^550 This integration is disabled/,
    ],
    [
      "to an integration that takes no mail",
      async () => addressOf(await createIntegration({ type: "webhook" })),
      /^550 This is the key of an integration that takes no mail/,
    ],
    [
      "to a deleted integration",
      async () => addressOf(await createIntegration({ type: "email", deletedAt: new Date() })),
      /^550 This integration key is wrong/,
    ],
  ])("%s", async (_, address, says) => {
    expect(await refusal({ subject: "Disk full", to: await address() })).toMatch(says);
  });

  test("to a rotated key, once its time is over", async () => {
    await rotateKey(email.id, { overlapHours: 0 }, { actor: tocsinItself, now: now() });
    expect(await refusal({ subject: "Disk full" })).toMatch(/^550 This integration key is wrong, or was rotated/);
  });

  test("when it is too large, announced or not", async () => {
    const attachments = [{ filename: "dump.bin", content: Buffer.alloc(9_000_000, 7) }];
    expect(await refusal({ subject: "Disk full", attachments })).toMatch(/^552 /);
    expect(await incidentsOf(email)).toHaveLength(0);
    const talk = await talkTo(listener.port);
    expect(await talk("EHLO test")).toMatch(/SIZE 10485760/);
    for (const line of ["MAIL FROM:<a@b.test>", `RCPT TO:<${addressOf(email)}>`, "DATA"]) await talk(line);
    expect(await talk(`Subject: Disk full\r\n\r\n${`${"x".repeat(70)}\r\n`.repeat(160_000)}.`)).toMatch(/^552 /);
    expect(await talk("NOOP")).toMatch(/^250 /);
    expect(await incidentsOf(email)).toHaveLength(0);
  });
});

describe("the listener", () => {
  test("takes no passwords and offers no encryption that it has no certificate for", async () => {
    const talk = await talkTo(listener.port);
    const features = await talk("EHLO test");
    expect(features).not.toMatch(/AUTH|STARTTLS/);
    expect(await talk("AUTH PLAIN AGEAYg==")).toMatch(/^5/);
  });

  test("encrypts with its own certificate", async () => {
    const tls = { cert: Buffer.from(serverCertificate), key: Buffer.from(serverKey) };
    const secure = await listenForMail({ port: 0, host: "127.0.0.1", tls });
    const client = createTransport({
      host: "127.0.0.1",
      port: secure.port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    await client.sendMail({ from: "a@b.test", to: addressOf(email), subject: "Disk full" });
    await secure.close();
    expect(await incidentsOf(email)).toHaveLength(1);
  });

  test("that stops finishes the mail on its way in and takes no other", async () => {
    const stopping = await listenForMail({ port: 0, host: "127.0.0.1" });
    const [talk, idle] = [await talkTo(stopping.port), await talkTo(stopping.port)];
    for (const line of ["EHLO test", "MAIL FROM:<a@b.test>", `RCPT TO:<${addressOf(email)}>`, "DATA"]) await talk(line);
    const closed = stopping.close();
    expect(await idle("")).toMatch(/^421 /);
    await expect(talkTo(stopping.port)).rejects.toThrow("ECONNREFUSED");
    expect(await talk("Subject: Disk full\r\n\r\nhi\r\n.")).toMatch(/^250 accepted: trigger/);
    await closed;
    expect(await incidentsOf(email)).toHaveLength(1);
  });

  test("survives a client that goes away in the middle of a mail", async () => {
    const talk = await talkTo(listener.port);
    for (const line of ["EHLO test", "MAIL FROM:<a@b.test>", `RCPT TO:<${addressOf(email)}>`, "DATA"]) await talk(line);
    talk.socket.write("Subject: half");
    talk.socket.destroy();
    expect(await send({ subject: "Whole" })).toMatch(/^250 /);
    expect(await incidentsOf(email)).toMatchObject([{ title: "Whole" }]);
  });
});
