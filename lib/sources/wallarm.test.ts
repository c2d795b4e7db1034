import { expect, test } from "vitest";
import { parseBody } from "#lib/intake/parse-body";
import type { Event, Reading } from "#lib/sources/contract";
import { wallarm } from "#lib/sources/wallarm";

const read = (body: unknown, config = {}) => wallarm.read(body, config);
const enveloped = (type: string, details: object = {}, more: object = {}) => ({
  summary: "[Wallarm] Something happened",
  ...more,
  details: { client_name: "Acme", cloud: "EU", notification_type: type, ...details },
});
const hit = {
  host: "shop.example.com",
  path: "/",
  type: "sqli",
  remote_addr4: "203.0.113.7",
  block_status: "monitored",
};

test.each<[title: string, body: string, type: string]>([
  ["a JSON array", JSON.stringify([enveloped("new_hits", { hit }), enveloped("create_user")]), "application/json"],
  [
    "one object a line",
    `${JSON.stringify(enveloped("new_hits", { hit }))}\n${JSON.stringify(enveloped("create_user"))}\n`,
    "application/x-ndjson",
  ],
])("%s is read the same", (_, body, type) => {
  const parsed = parseBody(new TextEncoder().encode(body), type, "integrationId=1");
  const events = eventsOf(read("value" in parsed ? parsed.value : undefined));
  expect(events.map(({ dedupKey }) => dedupKey?.split(":")[0])).toEqual(["new_hits", "create_user"]);
});

test("a single line is one object, not a list", () => {
  expect(eventsOf(read(enveloped("new_hits", { hit })))).toHaveLength(1);
});

test("a hit of the older, flat shape has the same key", () => {
  const { host, ...rest } = hit;
  const flat = { ...rest, domain: host, anomality: 0.98, object_type: "hit" };
  expect(eventsOf(read([flat]))[0]?.dedupKey).toBe(eventsOf(read([enveloped("new_hits", { hit })]))[0]?.dedupKey);
});

test("hits of one kind from one address meet, whatever the request; others do not", () => {
  const keys = [
    hit,
    { ...hit, path: "/login" },
    { ...hit, type: "xss" },
    { ...hit, remote_addr4: null, remote_addr6: "::1" },
  ].map((hit) => eventsOf(read([enveloped("new_hits", { hit })]))[0]?.dedupKey);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(3);
});

test("what a blocked hit is, the integration says", () => {
  const blocked = [enveloped("new_hits", { hit: { ...hit, block_status: "blocked" } })];
  expect(eventsOf(read(blocked))[0]?.severity).toBe("warning");
  expect(eventsOf(read(blocked, { blockedHits: "info" }))[0]?.severity).toBe("info");
  expect(read(blocked, { blockedHits: "ignore" })).toHaveProperty("ignored");
});

test.each([
  ["Critical", "critical"],
  ["High", "error"],
  ["Medium", "warning"],
  ["Low", "info"],
  ["Info", "info"],
])("a security issue of %s risk is %s", (risk, severity) => {
  const issue = enveloped("security_issue", {
    security_issue_link: "https://wallarm.example.com/issues/1",
    security_issue: { host: "shop.example.com", id: 1, title: "Weak JWT", path: null, risk },
  });
  expect(eventsOf(read([issue]))).toMatchObject([
    {
      severity,
      dedupKey: "issue:https://wallarm.example.com/issues/1",
      summary: `${risk} risk: Weak JWT (shop.example.com)`,
      links: [{ href: "https://wallarm.example.com/issues/1" }],
    },
  ]);
});

test("a vulnerability whose type says the risk needs no other word for it", () => {
  const vuln = enveloped("vuln_high", { vuln: { id: "V-1", title: "SQL injection", domain: "shop.example.com" } });
  expect(eventsOf(read([vuln]))).toMatchObject([{ severity: "error", dedupKey: "issue:V-1" }]);
});

test.each<[type: string, details: object, key: string, severity: string]>([
  ["attacks_exceeded", { trigger_name: "Many", application: "shop" }, "attacks_exceeded:Many:shop", "warning"],
  [
    "ip_blocked",
    { trigger_name: "Block", application: "shop", ip: "203.0.113.7" },
    "ip_blocked:shop:203.0.113.7",
    "info",
  ],
  ["compromised_logins", { trigger_name: "Logins" }, "compromised_logins:Logins", "error"],
  ["create_user", { email: "alice@example.com" }, "create_user:alice@example.com", "info"],
  [
    "new_scope_object_ips",
    { data: [{ action: "create", entity: { id: 2, ip: "203.0.113.9" } }, { entity: { ip: "203.0.113.8" } }] },
    "new_scope_object_ips:203.0.113.8,203.0.113.9",
    "info",
  ],
  ["integration_broken", { integration_name: "Tocsin" }, "integration_broken:Tocsin", "warning"],
])("%s with %o has the key %s", (type, details, key, severity) => {
  expect(eventsOf(read([enveloped(type, details)]))).toMatchObject([{ action: "trigger", dedupKey: key, severity }]);
});

test("the trigger's name is found in the text where it stands nowhere else", () => {
  const text = { description: 'Notification type: hits_exceeded\n\nThis was triggered by the "Many hits" trigger.' };
  expect(eventsOf(read([{ summary: "[Wallarm] Trigger", ...text }]))[0]?.dedupKey).toBe("hits_exceeded:Many hits");
});

test("the older message about a user, which has no envelope", () => {
  const user = { summary: "[Wallarm] New user created", email: "bob@example.com", role: "admin", created_by: "Alice" };
  expect(eventsOf(read([user]))).toMatchObject([
    { dedupKey: "create_user:bob@example.com", summary: "New user created (bob@example.com)", severity: "info" },
  ]);
});

test("a message nobody foresaw is shown, and one that is none loses no other", () => {
  const reading = read([
    { summary: "[Wallarm System] Something new" },
    7,
    enveloped("trigger_create", { name: "Many" }),
  ]);
  expect(eventsOf(reading)).toMatchObject([
    { summary: "Something new", severity: "info" },
    { summary: "Something happened (Many)" },
  ]);
  expect(reading).toHaveProperty("problems", [expect.stringMatching(/^1: should be a message of Wallarm/)]);
});

test("tests are tests, also beside what is real, and an empty list is ignored", () => {
  const trial = enveloped("vuln", {}, { summary: "[Test message] [Test partner] New vulnerability" });
  expect(read([trial])).toHaveProperty("test");
  expect(eventsOf(read([trial, enveloped("new_hits", { hit })]))).toHaveLength(1);
  expect(read([])).toHaveProperty("ignored");
});

function eventsOf(reading: Reading): Event[] {
  if (!("events" in reading)) throw new Error(`was read as ${JSON.stringify(reading)}`);
  return reading.events;
}
