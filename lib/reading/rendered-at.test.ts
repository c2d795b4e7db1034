import { describe, expect, test } from "vitest";
import { isPlaceholder, isTemplate, renderedAt } from "#lib/reading/rendered-at";

test.each<[text: string, is: boolean]>([
  ["$ALERT_ID", true],
  ["$HOSTNAME$", true],
  [`\${latestEvent.node.id}`, true],
  [`$!{latestEvent.node.id}`, true],
  ["{{rule.id}}", true],
  ["{{ state }}", true],
  ["{{{context.reason}}}", true],
  ["{State}", true],
  ["{EVENT.ID}", true],
  ["*monitorID*", true],
  ["$5", false],
  ["*", false],
  ["{}", false],
  ["Disk of {{host}} is full", false],
  ["web-1", false],
])("%s is a placeholder: %s", (text, is) => expect(isPlaceholder(text)).toBe(is));

test("the first text that is no placeholder is taken", () => {
  expect(renderedAt({ id: "$ID", event: { id: 7 } }, "id", "key", "event.id")).toBe("7");
  expect(renderedAt({ id: "$ID" }, "id")).toBeUndefined();
});

describe("the template itself was sent", () => {
  test("when nothing was filled in", () => {
    expect(isTemplate({ id: "$ID", title: "$TITLE" }, "id", "title", "key")).toBe(true);
  });
  test("not when something was, nor when nothing is there", () => {
    expect(isTemplate({ id: "$ID", title: "Disk" }, "id", "title")).toBe(false);
    expect(isTemplate({}, "id", "title")).toBe(false);
  });
});
