import { expect, test } from "vitest";
import { vercel } from "#lib/sources/vercel";

const sent = (type: string, payload: object) => ({ id: "1", type, payload: { project: { id: "p" }, ...payload } });

test.each<[type: string, payload: object, config: Record<string, unknown>, expected: object]>([
  ["deployment.error", { target: "production" }, {}, { events: [{ action: "trigger", severity: "error" }] }],
  ["deployment.error", { target: null }, {}, { ignored: expect.stringContaining("preview") }],
  [
    "deployment.error",
    { target: null },
    { previews: true },
    { events: [{ action: "trigger", dedupKey: "deployment:p:preview" }] },
  ],
  ["deployment.succeeded", { target: "production" }, {}, { events: [{ dedupKey: "deployment:p:production" }] }],
  ["deployment.canceled", { target: "production" }, {}, { ignored: expect.any(String) }],
  ["deployment.error", { project: {} }, {}, { unreadable: [expect.objectContaining({ path: "payload.project.id" })] }],
])("%s %j %j", (type, payload, config, expected) => {
  expect(vercel.read(sent(type, payload), config)).toMatchObject(expected);
});
