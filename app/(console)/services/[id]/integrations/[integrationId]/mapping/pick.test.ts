import { describe, expect, test } from "vitest";
import { fieldsOf } from "#lib/forms/fields-of";
import { fieldMapping } from "#lib/reading/field-mapping";
import { webhook } from "#lib/sources/webhook";
import { picked, type Steps, stepsInAlert, withinOf } from "./pick.ts";

const fields = fieldsOf(fieldMapping);
const body = {
  alert: { title: "Down", "app.name": "web" },
  status: "FIRED",
  empty: null,
  alerts: [{ name: "A", tags: ["x"] }, { name: "B" }],
};

function pick(name: string, held: string, steps: Steps, itemsField = "", from: unknown = body) {
  const field = fields.find((each) => each.name === name);
  if (!field) throw new Error(`there is no field ${name}`);
  const value = steps.reduce<unknown>((inner, step) => Object(inner)[step], from);
  return picked(field, held, { steps, value }, withinOf(from, itemsField));
}

describe("a picked place", () => {
  test.each<[field: string, held: string, steps: Steps, text: string]>([
    ["summaryField", "old", ["alert", "title"], "alert.title"],
    ["summaryField", "", ["alert", "app.name"], "alert['app.name']"],
    ["linkField", "", ["alerts", 1, "name"], "alerts[1].name"],
    ["summaryTemplate", "", ["alert", "title"], "{{alert.title}}"],
    ["summaryTemplate", "{{alert.title}} is", ["status"], "{{alert.title}} is {{status}}"],
    ["triggerValues", "", ["status"], "FIRED"],
    ["triggerValues", "alert, ", ["status"], "alert, FIRED"],
    ["triggerValues", "fired", ["status"], "fired"],
    ["itemsField", "", ["alerts"], "alerts"],
    ["itemsField", "", ["alerts", 1, "name"], "alerts"],
    ["itemsField", "", ["alerts", 0, "tags"], "alerts"],
  ])("for %s that held %j: %j", (field, held, steps, text) => expect(pick(field, held, steps)).toEqual({ text }));

  test("is looked up in one of the alerts when there is a list of them", () => {
    expect(pick("summaryField", "", ["alerts", 1, "name"], "$.alerts")).toEqual({ text: "name" });
    expect(pick("summaryField", "", ["status"], "alerts")).toHaveProperty("problem");
    expect(pick("summaryField", "", [0, "name"], "", body.alerts)).toEqual({ text: "name" });
    expect(pick("itemsField", "", [0, "name"], "", body.alerts)).toEqual({ text: "$" });
  });

  test.each<[field: string, steps: Steps]>([
    ["summaryField", ["alert"]],
    ["summaryField", ["empty"]],
    ["triggerValues", ["alerts"]],
    ["itemsField", ["status"]],
  ])("that cannot be used says why: %s", (field, steps) => expect(pick(field, "", steps)).toHaveProperty("problem"));

  test("is what the source then reads", () => {
    const summaryTemplate = Object(pick("summaryTemplate", "", ["alert", "app.name"])).text;
    expect(webhook.read(body, { summaryTemplate })).toMatchObject({ events: [{ summary: "web" }] });
  });
});

test.each<[itemsField: string, within: string[] | null]>([
  ["", null],
  ["alerts", ["alerts"]],
  ["$.alerts", ["alerts"]],
  ["alert", null],
  ["nothing", null],
])("with %j as items field the alerts are in %j", (itemsField, within) =>
  expect(withinOf(body, itemsField)).toEqual(within),
);

test("an element of the list itself is no place in an alert", () => {
  expect(stepsInAlert(["alerts", 0], ["alerts"])).toBeUndefined();
});
