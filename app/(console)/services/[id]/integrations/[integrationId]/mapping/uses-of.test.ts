import { expect, test } from "vitest";
import { fieldsOf } from "#lib/forms/fields-of";
import { fieldMapping } from "#lib/reading/field-mapping";
import type { Steps } from "./pick.ts";
import { usesOf } from "./uses-of.ts";

const fields = fieldsOf(fieldMapping);

test("each place says what it is used for", () => {
  const uses = usesOf(
    fields,
    {
      summaryField: "$.alert['title']",
      summaryTemplate: "{{alert.title}} on {{ host }}",
      dedupKeyField: "codes[0]",
      sourceField: "host",
      triggerValues: "host",
      linkField: "",
    },
    null,
  );
  const at = (...steps: Steps) => uses({ steps, value: "x" });
  expect(at("alert", "title")).toEqual(["Summary"]);
  expect(at("host")).toEqual(["Summary", "Source"]);
  expect(at("codes", 0)).toEqual(["Dedup key"]);
  expect(at("alert")).toEqual([]);
  expect(at()).toEqual([]);
});

test("in a list of alerts the place is the same in each of them", () => {
  const uses = usesOf(fields, { itemsField: "alerts", summaryField: "name" }, ["alerts"]);
  expect(uses({ steps: ["alerts", 3, "name"], value: "x" })).toEqual(["Summary"]);
  expect(uses({ steps: ["alerts"], value: [] })).toEqual(["Items"]);
  expect(uses({ steps: ["name"], value: "x" })).toEqual([]);
});
