import { beforeEach, expect, test } from "vitest";
import { newId } from "#db/id";
import { findChannel } from "#lib/channels/index";
import { knownConfig } from "#lib/delivery/known-config";
import { configColumns } from "#lib/destinations/config";

beforeEach(() => {
  process.env.TOCSIN_SECRET = "known".repeat(8);
});

function rowOf(id: string, config: Record<string, unknown>) {
  const channel = findChannel("webhook");
  if (!channel) throw new Error("no webhook");
  const columns = configColumns(channel, id, config);
  // As another claim would read it: equal, but not the same objects.
  return { id, config: structuredClone(columns.config), secrets: columns.secrets };
}

test("the config of a destination is read once, and anew when it or its secrets changed", () => {
  const id = newId();
  const row = rowOf(id, { url: "https://a.example", secret: "geheim" });
  const first = knownConfig(row);
  expect(first).toEqual({ url: "https://a.example", secret: "geheim" });
  expect(knownConfig(structuredClone(row))).toBe(first);
  const resealed = rowOf(id, { url: "https://a.example", secret: "anders" });
  expect(knownConfig(resealed)).toEqual({ url: "https://a.example", secret: "anders" });
  expect(knownConfig({ ...resealed, config: { url: "https://b.example" } })).toMatchObject({
    url: "https://b.example",
  });
  expect(knownConfig({ ...row, secrets: null })).toEqual({ url: "https://a.example" });
});
