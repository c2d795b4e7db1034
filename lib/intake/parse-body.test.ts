import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBody } from "#lib/intake/parse-body";

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const multipart = (...parts: string[]) =>
  `${parts.map((part) => `--xyz\r\nContent-Disposition: form-data; ${part}\r\n`).join("")}--xyz--\r\n`;

describe("a body is read by what is in it", () => {
  const alert = { title: "Disk full" };
  const text = JSON.stringify(alert);
  test.each<[title: string, contentType: string, body: string, value: unknown]>([
    ["JSON", json, text, alert],
    ["JSON that says it is text, as Amazon SNS does", "text/plain; charset=UTF-8", text, alert],
    ["JSON that says it is a form, as curl -d does", form, text, alert],
    ["JSON without a type", "", text, alert],
    ["JSON after a byte order mark", json, `\ufeff${text}`, alert],
    ["JSON with space around it", json, `\r\n\t ${text}\n`, alert],
    ["a list", json, `[${text},${text}]`, [alert, alert]],
    ["a scalar, which no source accepts", json, "42", 42],
    ["a text, which no source accepts", json, '"down"', "down"],
    ["the last of duplicate keys", json, '{"a":1,"a":2}', { a: 2 }],
    [
      "a key called __proto__ stays an ordinary one",
      json,
      '{"__proto__":{"x":1}}',
      JSON.parse('{"__proto__":{"x":1}}'),
    ],
    [
      "braces in texts are not nesting",
      json,
      JSON.stringify({ a: nested(200), b: '\\"[[' }),
      { a: nested(200), b: '\\"[[' },
    ],
    ["nesting to the limit", json, nested(100), JSON.parse(nested(100))],
    ["one object a line", "application/x-ndjson", `${text}\n${text}\n`, [alert, alert]],
    ["one object a line, blank lines between", "text/plain", `${text}\r\n\r\n${text}`, [alert, alert]],
    ["a form with the JSON in payload, as GitHub sends", form, `payload=${encodeURIComponent(text)}`, alert],
    [
      "a form with fields",
      form,
      "monitorID=7&alertType=1&note=a+b%26c",
      { monitorID: "7", alertType: "1", note: "a b&c" },
    ],
    ["a declared form with unescaped spaces, as curl -d sends", form, "title=Disk is full", { title: "Disk is full" }],
    ["a form that does not say so", "", "title=Disk+full&level=high", { title: "Disk full", level: "high" }],
    [
      "a form field that holds JSON",
      form,
      `heartbeat=${encodeURIComponent('{"status":0}')}&msg=x`,
      { heartbeat: { status: 0 }, msg: "x" },
    ],
    [
      "multipart with the JSON in data, as Uptime Kuma sends",
      "multipart/form-data; boundary=xyz",
      multipart(`name="data"\r\n\r\n${text}`),
      alert,
    ],
    [
      "multipart with a quoted boundary",
      'multipart/form-data; boundary="xyz"',
      multipart(`name="payload"\r\n\r\n${text}`),
      alert,
    ],
    [
      "multipart that does not say so",
      "",
      multipart(`name="data"\r\nContent-Type: application/json\r\n\r\n${text}`),
      alert,
    ],
    [
      "multipart with fields",
      "multipart/form-data; boundary=xyz",
      multipart('name="title"\r\n\r\nDisk full', 'name="note"\r\n\r\ntwo\r\nlines'),
      { title: "Disk full", note: "two\r\nlines" },
    ],
  ])("%s", (_, contentType, body, value) => {
    expect(parseBody(bytes(body), contentType, "integrationId=1")).toEqual({ value });
  });
});

test.each<[query: string, value: unknown]>([
  ["integrationId=1&monitorID=7&alertType=1", { monitorID: "7", alertType: "1" }],
  ["integrationId=1&key=2&dedup_key=db&title=Down", { dedup_key: "db", title: "Down" }],
  [`msg=x&heartbeat=${encodeURIComponent('{"status":0}')}`, { msg: "x", heartbeat: { status: 0 } }],
  [`payload=${encodeURIComponent('{"a":1}')}`, { a: 1 }],
])("without a body the query is read: %s", (query, value) => {
  expect(parseBody(new Uint8Array(), "", query)).toEqual({ value });
});

describe("what cannot be read is a problem that says what to do", () => {
  test.each<[title: string, body: Uint8Array, problem: RegExp]>([
    ["nothing", new Uint8Array(), /has no body\. Send the alert as JSON/],
    ["only space", bytes(" \n"), /is empty\. Send/],
    ["broken JSON", bytes('{"title":"Disk'), /cannot be read as JSON: .+ Send one JSON object/],
    ["a comma too many", bytes('{"a":1,}'), /cannot be read as JSON/],
    ["JSON and more", bytes('{"a":1} trailing'), /cannot be read as JSON/],
    ["words", bytes("the disk is full"), /cannot be read as JSON/],
    ["XML", bytes('<?xml version="1.0"?><alert name="x"/>'), /cannot be read as JSON/],
    ["Latin-1", Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xe4, 0x22, 0x7d), /not UTF-8\. Send it as UTF-8/],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0), /not UTF-8/],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), /not UTF-8/],
    ["nesting over the limit", bytes(nested(101)), /more than 100 levels/],
    ["nesting in objects", bytes(`${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`), /more than 100 levels/],
    ["nesting that never closes", bytes("[".repeat(500_000)), /more than 100 levels/],
    ["nesting in a form's payload", bytes(`payload=${nested(200)}`), /more than 100 levels/],
    ["broken JSON in a form's payload", bytes("payload={oops"), /cannot be read as JSON/],
    ["a broken line among good ones", bytes('{"a":1}\n{"a":\n{"a":3}'), /Line 2 cannot be read/],
  ])("%s", (_, body, problem) => {
    expect(parseBody(body, "", "")).toEqual({ problem: expect.stringMatching(problem) });
  });
});

test("whatever comes, it is read or it is a problem", () => {
  const types = fc.constantFrom(json, form, "multipart/form-data; boundary=a", "");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), types, fc.string(), (body, contentType, query) => {
      const parsed = parseBody(body, contentType, query);
      expect("value" in parsed || parsed.problem.length > 20).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), types, (body, contentType) => {
      expect(() => parseBody(bytes(body), contentType, "")).not.toThrow();
    }),
  );
});

test("JSON written by anyone is read as it is", () => {
  const values = [
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.maxSafeInteger(),
    fc.float({ noNaN: true, min: -1e9, max: 1e9 }),
  ];
  fc.assert(
    fc.property(fc.object({ values }), (value) => {
      const text = JSON.stringify(value);
      expect(parseBody(bytes(text), json, "")).toEqual({ value: JSON.parse(text) });
    }),
  );
});
