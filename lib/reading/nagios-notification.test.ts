import { describe, expect, test } from "vitest";
import {
  actionOfNotification,
  nagiosNotification,
  severityOfState,
  summaryOfNotification,
} from "#lib/reading/nagios-notification";

test.each<[title: string, message: Record<string, string>]>([
  ["macros", { NOTIFICATIONTYPE: "PROBLEM", HOSTNAME: "a", SERVICEDESC: "b", SERVICESTATE: "CRITICAL" }],
  [
    "variables of the environment",
    {
      NAGIOS_NOTIFICATIONTYPE: "PROBLEM",
      NAGIOS_HOSTNAME: "a",
      NAGIOS_SERVICEDESC: "b",
      NAGIOS_SERVICESTATE: "Critical",
    },
  ],
  ["words", { notification_type: "Problem", host_name: "a", service_desc: "b", service_state: "critical" }],
  [
    "names of Icinga",
    { "notification.type": "PROBLEM", "host.name": "a", "service.name": "b", "service.state": "CRITICAL" },
  ],
])("%s are understood", (_, message) => {
  expect(nagiosNotification(message)).toMatchObject({ type: "PROBLEM", host: "a", service: "b", state: "CRITICAL" });
});

test("a service macro that was left unfilled means that it is about the host", () => {
  const notification = nagiosNotification({
    HOSTNAME: "a",
    SERVICEDESC: "$SERVICEDESC$",
    HOSTSTATE: "DOWN",
    HOSTOUTPUT: "gone",
  });
  expect(notification.service).toBeUndefined();
  expect(summaryOfNotification(notification)).toBe("a is DOWN: gone");
});

describe("what a notification asks for", () => {
  test.each<[message: Record<string, string>, expected: unknown]>([
    [{ notificationtype: "PROBLEM" }, "trigger"],
    [{ notificationtype: "recovery" }, "resolve"],
    [{ notificationtype: "ACKNOWLEDGEMENT" }, "acknowledge"],
    [{ notificationtype: "FLAPPINGSTART" }, { ignored: expect.stringContaining("FLAPPINGSTART") }],
    [{ notificationtype: "NO PROBLEM" }, { ignored: expect.any(String) }],
    [{ hoststate: "UP" }, "resolve"],
    [{ hoststate: "DOWN" }, "trigger"],
  ])("%j", (message, expected) => expect(actionOfNotification(nagiosNotification(message))).toEqual(expected));
});

test.each([
  ["DOWN", "critical"],
  ["WARNING", "warning"],
  ["UNKNOWN", "error"],
  ["OK", undefined],
])("%s is %s", (state, severity) => {
  expect(severityOfState(nagiosNotification({ hoststate: state }))).toBe(severity);
});
