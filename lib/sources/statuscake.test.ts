import { expect, test } from "vitest";
import { statuscake } from "#lib/sources/statuscake";

test.each<[said: object, expected: object]>([
  [{ Status: "Down" }, { events: [{ action: "trigger", summary: "https://a.example.com is down" }] }],
  [{ Status: "Down", Name: "A", StatusCode: "0" }, { events: [{ summary: "A is down (https://a.example.com)" }] }],
  [{ Status: "UP" }, { events: [{ action: "resolve", dedupKey: "7" }] }],
  [{ Status: "Paused" }, { ignored: expect.any(String) }],
  [{ Status: "Not up" }, { ignored: expect.any(String) }],
])("%j", (said, expected) => {
  expect(statuscake.read({ TestID: "7", URL: "https://a.example.com", ...said }, {})).toMatchObject(expected);
});
