import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openApiDocument } from "#lib/api/openapi/document";
import { reference } from "#lib/api/openapi/reference";
import { doorAt } from "#lib/doors/index";
import { alertPlaces, endpointOf, isAlertPath } from "#lib/intake/endpoint";
import { callOf } from "#lib/opsgenie/calls";

const root = path.resolve(import.meta.dirname, "../../..");
const apiFolder = path.join(root, "app/api/v1");
const document = openApiDocument("https://t.example");
const operations = Object.entries(document.paths ?? {}).flatMap(([where, methods]) =>
  Object.entries(methods ?? {}).map(([method, one]) => ({ where, method, one })),
);

const intakeExamples = operations.flatMap(({ where, one }) =>
  one.tags.includes("Alerts in") ? [[where, one.requestBody.content["application/json"].example] as const] : [],
);

// The last resort for paths that are nothing is no part of the API.
const routeFiles = readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts" && !file.startsWith("[[..."))
  .map((file) => `/api/v1/${path.dirname(file).split(path.sep).join("/")}`.replaceAll(/\[(\w+)\]/g, "{$1}"));

describe("the document", () => {
  test("describes every route file, and nothing that has none", () => {
    const described = Object.keys(document.paths ?? {}).filter((where) => where.startsWith("/api/v1/"));
    expect(described.toSorted()).toEqual(routeFiles.toSorted());
  });

  test.each(routeFiles)("describes the methods of %s", async (where) => {
    const file = path.join(root, "app", where.replaceAll(/\{(\w+)\}/g, "[$1]"), "route.ts");
    const route: { OPTIONS: () => Promise<Response> } = await import(/* @vite-ignore */ file);
    const allowed = (await route.OPTIONS()).headers.get("allow")?.toLowerCase().split(", ");
    expect(Object.keys(document.paths?.[where] ?? {}).toSorted()).toEqual(allowed?.toSorted());
  });

  test.each(alertPlaces.map(({ path }) => path))("describes %s, by which alerts come in", (door) => {
    expect(Object.keys(document.paths?.[door] ?? {})).toEqual(["post"]);
  });

  test("describes no door that is not there", () => {
    const described = operations.filter(({ one }) => one.tags.includes("Alerts in"));
    expect(described.length).toBeGreaterThan(10);
    for (const { where } of described) {
      const filled = where.replace("{source}", "prometheus").replaceAll(/\{\w+\}/g, crypto.randomUUID());
      expect(isAlertPath(filled) && endpointOf(filled).methods, where).toContain("POST");
    }
  });

  test.each([...intakeExamples])("shows at %s a body that is read", (where, example) => {
    const reading = endpointOf(where.replace("{source}", "webhook")).source.read(example, {});
    expect("events" in reading || "ignored" in reading, JSON.stringify(reading)).toBe(true);
  });

  test("describes what is served of Opsgenie's API, each method as it is", () => {
    const served = operations.filter(
      ({ one }) => one.tags.includes("Opsgenie") && !one.operationId.endsWith("Webhook"),
    );
    expect(served.length).toBeGreaterThan(25);
    for (const { where, method } of served) {
      expect(doorAt(where)).toBeDefined();
      expect(callOf(method.toUpperCase(), where), `${method} ${where}`).toHaveProperty("verb");
    }
  });

  test("is sound: ids are unique, places are named, references lead somewhere, every answer is described", () => {
    const ids = operations.map(({ one }) => one.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { where, method, one } of operations) {
      const names = [...where.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const given = (one.parameters ?? []).filter((parameter: { in: string }) => parameter.in === "path");
      expect(
        given.map((parameter: { name: string; required: boolean }) => [parameter.name, parameter.required]),
        where,
      ).toEqual(names.map((name) => [name, true]));
      expect(
        Object.keys(one.responses).some((code) => code.startsWith("2")),
        `${method} ${where}`,
      ).toBe(true);
      expect(one.summary, where).toMatch(/^[A-Z][^.]+$/);
      for (const tag of one.tags) expect(document.tags?.map(({ name }) => name)).toContain(tag);
    }
    for (const name of refsIn(document)) expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
  });

  test("asks for a key wherever it names a role, and only there", () => {
    for (const { where, one } of operations) expect("security" in one, where).toBe(where.startsWith("/api/v1/"));
  });
});

describe("the reference drawn from it", () => {
  const chapters = reference("https://t.example");

  test("shows every operation once", () => {
    const shown = chapters.flatMap(({ operations }) => operations.map(({ id }) => id));
    expect(shown.toSorted()).toEqual(operations.map(({ one }) => String(one.operationId)).toSorted());
  });

  test("lists the fields of bodies and answers, also those within", () => {
    const all = chapters.flatMap(({ operations }) => operations);
    const create = all.find(({ id }) => id === "createIntegration");
    expect(create?.body).toContainEqual(expect.objectContaining({ name: "type", type: "string", required: true }));
    expect(create?.answer).toMatchObject({
      status: "201",
      fields: expect.arrayContaining([
        expect.objectContaining({ name: "webhookUrl" }),
        expect.objectContaining({ name: "lastRequest.outcome" }),
      ]),
    });
    const list = all.find(({ id }) => id === "listIncidents");
    expect(list?.answer.fields.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["data", "data[].number", "data[].service.name", "nextCursor"]),
    );
    expect(list?.parameters).toContainEqual(expect.objectContaining({ name: "limit", place: "query" }));
  });

  test("gives commands that could be pasted", () => {
    const curls = chapters.flatMap(({ operations }) => operations.map(({ curl }) => curl));
    expect(curls).toContain(
      'curl "https://t.example/api/v1/services" \\\n  -H "Authorization: Bearer $TOCSIN_API_KEY"',
    );
    for (const curl of curls) expect(curl).not.toMatch(/[{](?:id|source|requestId|integrationId)[}]/);
  });
});

function refsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "$ref" ? [String(inner).split("/").at(-1) ?? ""] : refsIn(inner),
  );
}
