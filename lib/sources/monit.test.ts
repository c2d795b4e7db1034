import { describe, expect, test } from "vitest";
import { monit } from "#lib/sources/monit";

describe("what a rule of Monit becomes", () => {
  const said = { service: "rootfs", host: "db-1" };
  test.each<[said: object, expected: object]>([
    [{ action: "trigger", event: "Resource limit succeeded" }, { events: [{ action: "trigger" }] }],
    [{ action: "resolve" }, { events: [{ action: "resolve", dedupKey: "db-1/rootfs" }] }],
    [{ action: "restart" }, { ignored: expect.stringContaining("restart") }],
    [{ event: "Connection failed" }, { events: [{ action: "trigger" }] }],
    [{ event: "Connection succeeded" }, { events: [{ action: "resolve" }] }],
    [{ event: "Does not exist" }, { events: [{ action: "trigger" }] }],
    [{ event: "Exists" }, { events: [{ action: "resolve" }] }],
    [{ event: "Monit instance changed" }, { ignored: expect.any(String) }],
    [{ action: "trigger", check: "inodes" }, { events: [{ dedupKey: "db-1/rootfs/inodes" }] }],
    [{ action: "trigger", severity: "sideways" }, { events: [{ severity: undefined }] }],
  ])("%j", (more, expected) => expect(monit.read({ ...said, ...more }, {})).toMatchObject(expected));
});

test("the variables of Monit themselves are understood", () => {
  expect(
    monit.read({ MONIT_SERVICE: "sshd", MONIT_HOST: "web-1", MONIT_EVENT: "Connection failed" }, {}),
  ).toMatchObject({
    events: [{ action: "trigger", dedupKey: "web-1/sshd", summary: "sshd on web-1: Connection failed" }],
  });
});
