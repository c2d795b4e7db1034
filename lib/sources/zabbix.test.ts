import { describe, expect, test } from "vitest";
import { zabbix } from "#lib/sources/zabbix";

const problem = { event_id: "4711", event_value: "1", event_name: "Disk is full", host_name: "db-1" };

describe("what Zabbix says", () => {
  test.each<[said: object, expected: object]>([
    [{}, { events: [{ action: "trigger", summary: "db-1: Disk is full", severity: undefined }] }],
    [{ event_name: "Disk of db-1 is full" }, { events: [{ summary: "Disk of db-1 is full" }] }],
    [{ event_nseverity: "5" }, { events: [{ severity: "critical" }] }],
    [{ event_nseverity: 4 }, { events: [{ severity: "error" }] }],
    [{ event_nseverity: "3", event_severity: "Average" }, { events: [{ severity: "warning" }] }],
    [{ event_severity: "Average" }, { events: [{ severity: "warning" }] }],
    [{ event_severity: "Disaster" }, { events: [{ severity: "critical" }] }],
    [{ event_nseverity: "{EVENT.NSEVERITY}" }, { events: [{ severity: undefined }] }],
    [{ host_name: "*UNKNOWN*" }, { events: [{ summary: "Disk is full", source: undefined }] }],
    [{ event_value: "0" }, { events: [{ action: "resolve", dedupKey: "4711" }] }],
    [{ event_value: "2" }, { ignored: expect.any(String) }],
    [{ event_source: "1" }, { ignored: expect.any(String) }],
    [{ event_update_status: "1", event_update_action: "acknowledged" }, { events: [{ action: "acknowledge" }] }],
    [{ event_update_status: "1", event_update_action: "unacknowledged" }, { events: [{ action: "trigger" }] }],
    [
      { event_update_status: "1", event_update_action: "changed severity from Warning to High", event_nseverity: "4" },
      { events: [{ action: "trigger", severity: "error" }] },
    ],
    [{ event_update_status: "1", event_update_action: "commented" }, { ignored: expect.any(String) }],
    [{ event_update_status: "1", event_ack_status: "Yes" }, { events: [{ action: "acknowledge" }] }],
    [{ event_id: "{EVENT.ID}" }, { test: expect.any(String) }],
  ])("%j", (said, expected) => expect(zabbix.read({ ...problem, ...said }, {})).toMatchObject(expected));
});
