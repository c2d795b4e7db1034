import fc from "fast-check";
import { expect, test } from "vitest";
import { queryOf } from "#lib/opsgenie/query";
import type { Query } from "#lib/opsgenie/query-fields";
import { Refusal } from "#lib/refusal";

const plain = (query: Query): string => {
  switch (query.kind) {
    case "all":
      return `(${query.of.map(plain).join(" & ")})`;
    case "any":
      return `(${query.of.map(plain).join(" | ")})`;
    case "not":
      return `!${plain(query.of)}`;
    case "text":
      return `'${query.text}'`;
    case "field":
      return `${query.field}${query.detail && `.${query.detail}`}${query.is}'${query.value}'`;
  }
};

test.each([
  ["", "()"],
  ["   ", "()"],
  ["status:open", "status='open'"],
  ["status: open", "status='open'"],
  ["status = open", "status='open'"],
  ["status : open AND priority: P1", "(status='open' & priority='P1')"],
  ["status:open acknowledged:false", "(status='open' & acknowledged='false')"],
  ["status:closed OR tag:db AND NOT tag:test", "(status='closed' | (tag='db' & !tag='test'))"],
  ["(status:closed or tag:db) and not (tag:test)", "((status='closed' | tag='db') & !tag='test')"],
  ["priority: (P1 OR P2)", "(priority='P1' | priority='P2')"],
  ["tags: (a AND NOT b)", "(tag='a' & !tag='b')"],
  ["disk full", "('disk' & 'full')"],
  ['"disk full" OR cpu*', "('disk full' | 'cpu*')"],
  ['message: "a \\"quoted\\" word"', "message='a \"quoted\" word'"],
  ["count >= 3 AND tinyId != 7", "(count>='3' & tinyId!='7')"],
  ["createdAt > 1470394841148", "createdAt>'1470394841148'"],
  ["createdAt<2026-11-21T08:00:00Z", "createdAt<'2026-11-21T08:00:00Z'"],
  ["details.host: db-1", "details.host='db-1'"],
  ["STATUS:open", "status='open'"],
  ["wow! android", "('wow!' & 'android')"],
])("%s reads as %s", (text, read) => expect(plain(queryOf(text))).toBe(read));

test.each([
  ["colour: red", /colour is no field/],
  ["http://example.com", /http is no field/],
  ["status:", /status lacks a value/],
  ["(status:open", /bracket is not closed/],
  ["status:open)", /"\)" stands/],
  ["NOT", /too early/],
  ["a OR", /too early/],
  ['"open', /cannot be read/],
  ["> 3", /">" stands/],
  ["x".repeat(1001), /longer than/],
])("%s is refused with what is wrong", (text, says) => {
  const refusal = refusalOf(text);
  expect(refusal?.status).toBe(422);
  expect(refusal?.fields?.query).toMatch(says);
});

test("whatever is typed, it is read or refused", () => {
  const piece = fc.constantFrom("status", ":", "(", ")", " ", "NOT", "OR", '"', "\\", "!=", ">", "a", "é", "1");
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (typed) => {
      refusalOf(typed);
    }),
    { numRuns: 2_000 },
  );
});

test("a thousand brackets do not break it", () => {
  expect(refusalOf("(".repeat(1_000))?.status).toBe(422);
});

function refusalOf(text: string): Refusal | undefined {
  try {
    queryOf(text);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
