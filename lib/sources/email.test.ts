import { describe, expect, test } from "vitest";
import type { Event, Reading } from "#lib/sources/contract";
import { email } from "#lib/sources/email";

type Fields = Record<string, unknown>;

const mail = (changes: Fields = {}): Fields => ({
  sender: "root@db-1.example.com",
  from: "Cron <root@db-1.example.com>",
  to: "alerts@example.com",
  subject: "Disk full",
  text: "/dev/sda1 is at 100 %",
  ...changes,
});
const read = (changes: Fields, config: Fields = {}): Reading => email.read(mail(changes), config);

function eventOf(changes: Fields, config: Fields = {}): Event {
  const reading = read(changes, config);
  const [event] = "events" in reading ? reading.events : [];
  if (!event) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return event;
}

describe("the dedup key", () => {
  const key = (subject: string, config?: Fields) => eventOf({ subject }, config).dedupKey;

  test("is the subject without its marks, in any case", () => {
    for (const subject of ["[RESOLVED] Disk full", "Re: DISK  full", "CRITICAL: disk full", "[ACK] Disk full"])
      expect(key(subject), subject).toBe(key("Disk full"));
    expect(key("Disk full on db-2")).not.toBe(key("Disk full"));
    expect(key("Disk full")).toMatch(/^subject:[0-9a-f]{64}$/);
  });

  test("is what the pattern finds in the subject, else in the text, else the subject, which is noted", () => {
    const config = { keyPattern: "ticket (\\d+)" };
    expect(key("[RESOLVED] ticket 7 of many", config)).toBe("7");
    expect(eventOf({ text: "see ticket 8" }, config).dedupKey).toBe("8");
    expect(read({}, config)).toMatchObject({
      events: [{ dedupKey: key("Disk full") }],
      problems: [expect.stringContaining("key pattern")],
    });
  });

  test("is the first line where there is no subject", () => {
    const event = eventOf({ subject: "", text: "\n  \nUPS on battery\nsince 03:00" });
    expect(event).toMatchObject({ action: "trigger", summary: "UPS on battery" });
    expect(event.dedupKey).toBe(eventOf({ subject: undefined, text: "UPS on battery" }).dedupKey);
  });

  test("is not guessed for an end that does not say of what", () => {
    expect(read({ subject: "[RESOLVED]" })).toMatchObject({ ignored: expect.stringContaining("not what") });
    expect(read({ subject: "[RESOLVED]", text: "id=9" }, { keyPattern: "id=(\\d+)" })).toMatchObject({
      events: [{ action: "resolve", dedupKey: "9" }],
    });
  });

  test.each(["(", "no group", "(a)(b)", "(a)\\1"])("refuses the pattern %s when it is saved", (keyPattern) => {
    expect(email.config?.safeParse({ keyPattern }).success).toBe(false);
  });
});

describe("what is ignored", () => {
  test.each<[string, Fields]>([
    ["an automatic reply", { headers: { "auto-submitted": "auto-replied (vacation)" } }],
    ["an answer of an old vacation program", { headers: { precedence: "junk", "in-reply-to": "<1@x>" } }],
    ["auto_reply", { headers: { precedence: "auto_reply" } }],
    ["an out-of-office notice", { subject: "Out of Office: Disk full" }],
    ["a bounce with an empty return path", { sender: "" }],
    ["a bounce with an empty return path in brackets", { sender: "<>" }],
    ["a bounce told by SendGrid", { sender: undefined, envelope: { from: "", to: ["a@b"] } }],
    ["a bounce by its sender", { from: "Mail Delivery System <MAILER-DAEMON@mx.example.com>" }],
    ["a bounce by its type", { headers: { "content-type": 'multipart/report; report-type="delivery-status"' } }],
    ["Mailgun's headers", { "message-headers": [["Auto-Submitted", "auto-replied"]] }],
    ["SendGrid's headers", { headers: "Received: x\nAuto-Submitted:\n auto-replied\n" }],
    ["mail of our own", { headers: { "x-tocsin": "incident" } }],
  ])("%s", (_, changes) => {
    expect(read(changes)).toMatchObject({ ignored: expect.stringMatching(/bounce|automatic|Tocsin itself/) });
  });

  test.each<[string, Fields]>([
    ["cron's mail", { headers: { "auto-submitted": "auto-generated", precedence: "bulk" } }],
    ["a thread of a monitoring tool", { headers: { "auto-submitted": "auto-generated", "in-reply-to": "<1@x>" } }],
    ["a person", { headers: { "auto-submitted": "no" } }],
    ["mail whose return path was not told", { sender: undefined }],
  ])("but not %s", (_, changes) => expect(eventOf(changes).action).toBe("trigger"));

  test("mail from others, when the integration names its senders", () => {
    const from = (from: string, onlyFrom: string[] | string) => read({ from }, { onlyFrom });
    expect(from("A <Alerts@Example.com>", ["alerts@example.com"])).toHaveProperty("events");
    expect(from("root@db-1.example.com", "example.com, other.org")).toHaveProperty("events");
    expect(from("root@other.org", ["@other.org"])).toHaveProperty("events");
    for (const stranger of ["eve@notexample.com", "eve@example.com.evil.org", '"alerts@example.com" <eve@evil.org>'])
      expect(from(stranger, ["alerts@example.com", "example.com"]), stranger).toMatchObject({
        ignored: expect.stringContaining("takes no mail from"),
      });
  });
});

test("severity is left to the integration where the subject does not begin with one", () => {
  expect(eventOf({ subject: "[WARNING] Disk full" }).severity).toBe("warning");
  expect(eventOf({})).not.toHaveProperty("severity");
});

test("a mail in HTML alone is told in text", () => {
  const html = "<style>p{}</style><p>Disk <b>full</b></p><p>db-1</p>";
  expect(eventOf({ text: undefined, html }).details).toMatchObject({ text: "Disk full\ndb-1" });
});

test("text that looks like JSON is still text", () => {
  expect(eventOf({ subject: [1], text: { a: 1 } })).toMatchObject({ summary: "[1]", details: { text: '{"a":1}' } });
});

test("the key in the address of our own listener is not shown with the alert", () => {
  const key = "0123456789abcdef0123456789abcdef";
  const event = eventOf({ to: `db-1+${key}@tocsin.example.com`, text: `Sent to ${key.toUpperCase()}@tocsin` });
  expect(JSON.stringify(event).toLowerCase()).not.toContain(key);
});

test("mail as raw MIME is refused with what to change", () => {
  expect(email.read({ recipient: "a@b", "body-mime": "Subject: x" }, {})).toMatchObject({
    unreadable: [{ path: "subject", message: expect.stringContaining("raw MIME") }],
  });
});
