import { expect, test } from "vitest";
import type { HttpResponse } from "#lib/channels/contract";
import { judge } from "#lib/delivery/judge";
import type { Exchange } from "#lib/net/http";

const now = new Date("2026-11-21T10:00:00Z");
const circumstances = {
  timings: { dnsMs: null, connectMs: null, tlsMs: null, waitMs: 1, totalMs: 1 },
  remoteAddress: null,
};
const answered = (status: number, headers: Record<string, string> = {}): Exchange & { response: HttpResponse } => ({
  response: { status, headers, body: "", truncated: false },
  ...circumstances,
});

test.each([200, 201, 202, 204, 299])("%d is delivered", (status) => {
  expect(judge(answered(status), undefined, now)).toMatchObject({ class: "delivered", next: "delivered", error: null });
});

test.each([400, 401, 404, 408, 409, 429, 500, 503])("%d is tried again, with a text", (status) => {
  expect(judge(answered(status), undefined, now)).toMatchObject({
    class: "refused_status",
    next: "retry",
    error: expect.stringContaining(String(status)),
  });
});

test("a redirect is tried again and says where it leads, without a query", () => {
  const judged = judge(answered(302, { location: "https://new.example/hook?token=geheim" }), undefined, now);
  expect(judged).toMatchObject({ class: "redirected", next: "retry" });
  expect(judged.error).toContain("to https://new.example/hook.");
});

test("410 disables", () => {
  expect(judge(answered(410), undefined, now)).toMatchObject({ class: "refused_status", next: "disable" });
});

test("Retry-After is heard with any failure", () => {
  expect(judge(answered(503, { "retry-after": "90" }), undefined, now).retryAfterSeconds).toBe(90);
});

test("a blocked address and a request that cannot be sent are final, other failures are not", () => {
  const failed = (failureClass: "egress_blocked" | "rejected" | "timed_out" | "interrupted") =>
    judge({ failure: { class: failureClass, text: "why" }, ...circumstances }, undefined, now);
  expect(failed("egress_blocked").next).toBe("rejected");
  expect(failed("rejected").next).toBe("rejected");
  expect(failed("timed_out")).toMatchObject({ class: "timed_out", next: "retry", error: "why" });
  expect(failed("interrupted").next).toBe("retry");
});

test("a channel's own rule comes first", () => {
  const read = () => ({ kind: "rejected", why: "unknown key" }) as const;
  expect(judge(answered(400), read, now)).toMatchObject({
    class: "rejected",
    next: "rejected",
    error: "unknown key",
  });
});
