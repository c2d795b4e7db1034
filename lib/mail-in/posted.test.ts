import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts, type Sent } from "#lib/doors/testing-mounts";
import { seal } from "#lib/seal";

type Fields = Record<string, string>;
type Integration = Awaited<ReturnType<typeof createIntegration>>;

const secret = "key-mailgun";

beforeAll(async () => {
  await testDatabase();
});

/** As Mailgun posts a mail without attachments: the time and a token are signed. */
function signed(fields: Fields = {}, { key = secret, ageSeconds = 0 } = {}): Fields {
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const token = randomBytes(25).toString("hex");
  return {
    ...{ recipient: "alerts@mg.example.com", sender: "root@db-1.example.com", from: "Root <root@db-1.example.com>" },
    ...{ subject: "[WARNING] Disk full", "body-plain": "It is full.\r\n> quoted", "stripped-text": "It is full." },
    ...{ "Message-Id": `<${randomUUID()}@db-1>`, "message-headers": '[["Precedence","bulk"],["Subject","Disk full"]]' },
    ...{
      timestamp,
      token,
      signature: createHmac("sha256", key)
        .update(timestamp + token)
        .digest("hex"),
    },
    ...fields,
  };
}

const form = (fields: Fields): Omit<Sent, "path"> => ({
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: new URLSearchParams(fields).toString(),
});

/** As it is with attachments, here a picture that is no text at all. */
function multipart(
  fields: Fields,
  picture = Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x00, 0x0d, 0x0a]),
): Omit<Sent, "path"> {
  const part = (name: string, value: string) =>
    `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const file =
    '--b0\r\nContent-Disposition: form-data; name="attachment-1"; filename="graph.png"\r\nContent-Type: image/png\r\n\r\n';
  const text = Object.entries(fields).map(([name, value]) => part(name, value));
  return {
    headers: { "content-type": "multipart/form-data; boundary=b0" },
    body: Buffer.concat([Buffer.from(text.join("") + file), picture, Buffer.from("\r\n--b0--\r\n")]),
  };
}

describe.each(Object.entries(mounts))("through %s", (_, open) => {
  let mount: Mount;
  let email: Integration;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());
  beforeEach(async () => {
    const id = randomUUID();
    const signatureSecret = seal(secret, `integrations:${id}:signature_secret`);
    email = await createIntegration({ id, type: "email", rateLimitPerMinute: 0, signatureSecret });
  });

  const post = (sent: Omit<Sent, "path">) =>
    mount.send({ path: `/api/integrations/email?integrationId=${email.id}`, ...sent });
  const incidents = () =>
    sql()`select title, status, severity, source from incidents where service_id = ${email.serviceId}`;

  test.each([
    ["a form", form],
    ["multipart with a picture", multipart],
  ])("Mailgun's post as %s opens an incident and is answered 200, which alone it takes for taken", async (_, wire) => {
    const fields = signed({ subject: "[WARNING] Größe überschritten" });
    expect(await post(wire(fields))).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect(await post(wire({ ...fields, ...signed({ "Message-Id": fields["Message-Id"] ?? "" }) }))).toMatchObject({
      status: 200,
      body: { status: "ignored", reason: expect.stringContaining("A repeat") },
    });
    expect(await incidents()).toMatchObject([
      { title: "[WARNING] Größe überschritten", severity: "warning", source: "root@db-1.example.com" },
    ]);
    await post(wire(signed({ subject: "[OK] Größe überschritten" })));
    expect(await incidents()).toMatchObject([{ status: "resolved" }]);
  });

  test("what Mailgun sends again hours later, signed as at first, is still taken", async () => {
    expect(await post(form(signed({}, { ageSeconds: 8 * 3_600 })))).toMatchObject({ status: 200 });
  });

  test.each<[string, () => Fields, RegExp]>([
    [
      "signed with another key",
      () => signed({}, { key: "other" }),
      /signature in the field signature of the body does not match/,
    ],
    ["with another token", () => signed({ token: "0".repeat(50) }), /does not match/],
    ["signed long ago", () => signed({}, { ageSeconds: 10 * 3_600 }), /signed \d+ seconds ago/],
    ["not signed", () => ({ from: "a@b.test", subject: "Disk full" }), /is not signed: the field signature/],
  ])("a post %s is refused", async (_, fields, says) => {
    for (const wire of [form, multipart]) {
      const { status, text } = await post(wire(fields()));
      expect([status, text]).toEqual([401, expect.stringMatching(says)]);
    }
    expect(await incidents()).toHaveLength(0);
  });

  test("a mail with large attachments is taken, and its whole request is kept", async () => {
    expect(await post(multipart(signed(), randomBytes(3_000_000)))).toMatchObject({ status: 200 });
    const [kept] = await sql()`select octet_length(body) as bytes from requests where integration_id = ${email.id}`;
    expect(kept?.bytes).toBeGreaterThan(3_000_000);
  });

  test("SendGrid's post opens an incident without a signature where none is asked for", async () => {
    email = await createIntegration({ type: "email" });
    const sendgrid = {
      ...{ to: "alerts@parse.example.com", from: "Zabbix <zabbix@example.com>", subject: "Problem: Disk full" },
      ...{
        html: "<p>Disk <b>full</b></p>",
        envelope: '{"to":["alerts@parse.example.com"],"from":"zabbix@example.com"}',
      },
      ...{ headers: "Received: by mx\nAuto-Submitted: auto-generated\n", charsets: '{"to":"UTF-8"}' },
    };
    expect(await post(multipart(sendgrid))).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect(await incidents()).toMatchObject([{ title: "Problem: Disk full", source: "zabbix@example.com" }]);
    const bounce = { ...sendgrid, envelope: '{"to":["alerts@parse.example.com"],"from":""}' };
    expect(await post(multipart(bounce))).toMatchObject({ status: 200, body: { status: "ignored" } });
  });
});
