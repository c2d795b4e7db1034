import { expect, test } from "vitest";
import { trustForwarded } from "#lib/net/trust-forwarded";

const claimed = () => ({
  host: "tocsin:3000",
  "x-forwarded-host": "evil.example, alerts.example.com",
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
  forwarded: "host=evil.example",
});

test("what a client says of host and scheme is not passed on", () => {
  const headers = claimed();
  trustForwarded(headers, false);
  expect(headers).toEqual({ host: "tocsin:3000" });
});

test("what a proxy of ours says is, and of several the one that it has added", () => {
  const headers = claimed();
  trustForwarded(headers, true);
  expect(headers).toMatchObject({ "x-forwarded-host": "alerts.example.com", "x-forwarded-proto": "https" });
});
