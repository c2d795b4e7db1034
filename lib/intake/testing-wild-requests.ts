import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Sent } from "#lib/doors/testing-mounts";
import { mutated } from "#lib/intake/testing-mutations";
import type { Sample } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

type Known = { id: string; key: string; type: string };

/**
 * A request to any door with anything about it wrong: its path, query, headers, method, how its body is written and what the
 * body says. `known` are integrations that are there.
 */
export function wildRequests(known: Known[]): fc.Arbitrary<Sent> {
  return fc.constantFrom(...known).chain((integration) =>
    fc
      .record({
        method: mostly("POST", mostly("POST", fc.constantFrom(...methods))),
        path: damaged(mostly(`/api/integrations/${integration.type}`, fc.constantFrom(...pathsOf(integration)))),
        query: mostly(
          `?integrationId=${integration.id}`,
          fc.oneof(
            fc.constantFrom(...queriesOf(integration)),
            oddText.map((odd) => `?q=${odd}`),
          ),
        ),
        headers: headersFor(integration),
        body: bodyOf(integration),
      })
      .map(({ method, path, query, headers, body: { type, bytes } }) => ({
        method,
        path: `${path}${query}`,
        headers: { ...(type && { "content-type": type }), ...headers },
        // Neither fetch nor Request lets a GET have one.
        ...(method === "GET" || method === "HEAD" ? {} : { body: bytes }),
      })),
  );
}

const methods = ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];

const pathsOf = ({ id, key, type }: Known): string[] => [
  ...[`/api/integrations/${type}`, `/api/integrations/${type}/${id}`, `/api/integrations/${type}/${key}`],
  ...["/api/events", "/v2/enqueue", "/v2/change/enqueue", "/generic/2010-04-15/create_event.json"],
  ...[`/v1/json/integrations/webhooks/${type}`, `/integrations/generic/20131114/alert/${key}/team`],
  ...[
    "/v2/alerts",
    "/v2/alerts/",
    "/v2/alerts/count",
    "/v2/heartbeats/h/ping",
    "/v1/json/alert",
    "/v1/json/alert/close",
  ],
  ...opsgenieActions.map((action) => `/v2/alerts/a-1/${action}?identifierType=alias`),
];

const opsgenieActions = [
  "close",
  "acknowledge",
  "snooze",
  "notes",
  "tags",
  "details",
  "assign",
  "responders",
  "priority",
];

/** Percent signs that begin nothing, bytes that are no UTF-8, and what a path must not climb out by. */
const oddTexts = [
  "%",
  "%00",
  "%ff%fe",
  "%2e%2e%2f",
  "//",
  "..;",
  "%F0%9F%94%A5",
  "a".repeat(3_000),
  "&&==&",
  "a=1&a=2",
];

const oddText = fc.constantFrom(...oddTexts);

/** The right thing three times of four, so that what else is wrong comes to be read. */
const mostly = <T>(right: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: other });

const damaged = (path: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: path },
    fc
      .tuple(path, fc.nat(80), oddText)
      .map(([text, at, odd]) => `/${text.slice(1, 1 + at)}${odd}${text.slice(1 + at)}`),
  );

const queriesOf = ({ id, key }: Known): string[] => [
  ...["", `?integrationId=${id}`, `?integrationId=${key}`, `?integrationId=${id}&integrationId=${id}`],
  ...[`?key=${key}`, `?apiKey=${key}&limit=-1&offset=1e9`, "?query=status%3Aopen%20AND%20(", "?integrationId=%00"],
];

function headersFor({ key }: Known): fc.Arbitrary<Record<string, string>> {
  const authorization = fc.constantFrom(
    `Token token=${key}`,
    `GenieKey ${key}`,
    `Bearer ${key}`,
    "Basic !!!",
    "Bearer a.b.c",
  );
  const name = fc.constantFrom(
    "x-github-event",
    "x-gitlab-event",
    "x-routing-key",
    "x-integration-key",
    "x-signature",
    "sentry-hook-resource",
    "x-amz-sns-message-type",
    "content-encoding",
    "webhook-timestamp",
    "x-forwarded-for",
  );
  const value = fc.oneof(fc.constantFrom("", key, "push", "issue", "gzip", "1e400", "-1", "0x1"), headerText);
  return fc
    .tuple(fc.option(mostly(`GenieKey ${key}`, authorization)), fc.dictionary(name, value, { maxKeys: 3 }))
    .map(([authorized, others]) => ({ ...others, ...(authorized && { authorization: authorized }) }));
}

// What a header can hold at all: no line breaks, and bytes rather than characters.
const headerText = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units.filter((unit) => unit !== 0x7f)).trim());

type Body = { type: string; bytes: Uint8Array };

function bodyOf({ type }: Known): fc.Arbitrary<Body> {
  const own = sources.find(({ id }) => id === type)?.samples ?? [];
  const others: Sample<unknown>[] = [...opsgenieCalls, ...sources.flatMap(({ samples }) => samples)];
  const payload = fc.oneof({ weight: 3, arbitrary: mutated(own) }, mutated(others)).map((sample) => sample.payload);
  return fc.oneof(
    { weight: 6, arbitrary: payload.map(asJson) },
    payload.map((value) => ({
      ...form,
      bytes: Buffer.from(new URLSearchParams({ payload: JSON.stringify(value) }).toString()),
    })),
    payload.map((value) => ({ ...form, bytes: Buffer.from(new URLSearchParams(fieldsOf(value)).toString()) })),
    payload.map((value) => ({
      type: "multipart/form-data; boundary=x-y",
      bytes: Buffer.from(multipart(fieldsOf(value))),
    })),
    payload.map((value) => ({ type: "", bytes: Buffer.from(`${JSON.stringify(value)}\n${JSON.stringify(value)}`) })),
    payload.map((value) => ({ ...json, bytes: gzipSync(JSON.stringify(value)) })),
    fc.tuple(payload, fc.nat(), fc.nat(255)).map(([value, at, byte]) => broken(asJson(value), at, byte)),
    fc.tuple(payload, fc.nat()).map(([value, at]) => cut(asJson(value), at)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ ...json, bytes })),
    fc
      .bigInt()
      .map((digits) => ({ ...json, bytes: Buffer.from(`{"title":${digits},"alias":${digits}.5e${digits % 500n}}`) })),
  );
}

const json = { type: "application/json" };
const form = { type: "application/x-www-form-urlencoded" };
const asJson = (value: unknown): Body => ({ ...json, bytes: Buffer.from(JSON.stringify(value) ?? "") });

const opsgenieCalls: Sample<unknown>[] = [
  {
    message: "Disk is full",
    alias: "a-1",
    tags: ["a"],
    details: { a: "b" },
    priority: "P1",
    responders: [{ name: "t", type: "team" }],
  },
  { user: "alice", note: "n", source: "s", endTime: "2026-03-01T03:00:00Z", owner: { username: "bob" }, tags: "a,b" },
  { apiKey: "k", alias: "a-1", recipients: "x", teams: ["y"], priority: "P3", responder: { type: "user", id: "1" } },
].map((payload) => ({ title: "a call", payload, becomes: [] }));

function fieldsOf(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [["value", JSON.stringify(value) ?? ""]];
  return Object.entries(value).map(([name, inner]) => [
    name,
    typeof inner === "string" ? inner : (JSON.stringify(inner) ?? ""),
  ]);
}

const multipart = (fields: [string, string][]): string =>
  `${fields.map(([name, value]) => `--x-y\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--x-y--\r\n`;

function broken({ type, bytes }: Body, at: number, byte: number): Body {
  const changed = Uint8Array.from(bytes);
  if (changed.length > 0) changed[at % changed.length] = byte;
  return { type, bytes: changed };
}

const cut = ({ type, bytes }: Body, at: number): Body => ({ type, bytes: bytes.subarray(0, at % (bytes.length + 1)) });
