import { expect, test } from "vitest";
import { isUuid, newId } from "#db/id";

test("ids are uuids of version 7, none twice", () => {
  const ids = Array.from({ length: 5_000 }, () => newId());
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(isUuid(id) && id[14] === "7" && "89ab".includes(id[19] ?? "")).toBe(true);
});

test("ids sort by the moment they were made", () => {
  const ids = [1, 1_000, Date.UTC(2026, 0), Date.UTC(2200, 0)].map((at) => newId(at));
  expect(ids.toSorted()).toEqual(ids);
});
