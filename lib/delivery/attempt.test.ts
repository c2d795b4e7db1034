import { expect, test } from "vitest";
import { attempt } from "#lib/delivery/attempt";
import { isCounted } from "#lib/delivery/judge";
import { messageOf } from "#lib/delivery/message";
import { testPayload } from "#lib/events/test-message";
import type { Http } from "#lib/net/http";

const now = new Date("2026-11-21T10:00:00Z");
const alice = { kind: "person", id: "p0", name: "Alice" } as const;
const event = { id: "0199", type: "integration.test", payload: testPayload(alice, "i0", now), occurredAt: now };
const message = messageOf(event, "https://tocsin.example");
const sent: unknown[] = [];
const http: Http = {
  send: async (request) => {
    sent.push(request);
    throw new Error("nothing may be sent");
  },
  close: async () => {},
};

test.each([
  ["settings that are no longer valid", "webhook", {}, "(url)"],
  ["a channel this version does not know", "carrier-pigeon", { url: "https://a.example" }, '"carrier-pigeon"'],
])("%s: nothing is sent, it is tried again and counts as a failure", async (_, type, config, told) => {
  const attempted = await attempt(type, config, { message, address: null, past: {}, accepted: null }, { http, now });
  expect(attempted).toMatchObject({
    class: "misconfigured",
    next: "retry",
    request: null,
    error: expect.stringContaining(told),
  });
  expect(isCounted(attempted.class)).toBe(true);
  expect(sent).toEqual([]);
});
