import type { FormValue } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import { atPath, pathOf, stepsOf } from "#lib/reading/at-path";

/** A place in a parsed body: the names that lead to it, those within lists as numbers. */
export type Steps = (string | number)[];
export type Place = { steps: Steps; value: unknown };

type Picked = { text: string } | { problem: string };

/** What a field holds after a place in the body was picked for it, or why the place cannot be used. */
export function picked(field: Field, held: FormValue, place: Place, within: Within): Picked {
  const text = typeof held === "string" ? held.trim() : "";
  switch (field.picks) {
    case "list":
      return listAround(place);
    case "value":
      return withValue(text, place.value);
    case "part":
      return textOfPath(place, within, (path) => (text === "" ? `{{${path}}}` : `${text} {{${path}}}`));
    case "path":
    case undefined:
      return textOfPath(place, within, (path) => path);
  }
}

/** The list of alerts that the fields are looked up in, each in one of its elements; null when the body is one alert. */
export type Within = string[] | null;

/** Where the list of alerts is in this body, as the mapping says. */
export function withinOf(body: unknown, itemsField: FormValue): Within {
  const path = typeof itemsField === "string" ? itemsField.trim() : "";
  const list = path === "" ? body : atPath(body, path);
  return Array.isArray(list) ? stepsOf(path) : null;
}

/** The steps from an alert to a place; undefined for a place outside the list of alerts. */
export function stepsInAlert(steps: Steps, within: Within): Steps | undefined {
  if (within === null) return steps;
  const isInside = within.every((name, at) => name === String(steps[at])) && steps.length > within.length + 1;
  return isInside ? steps.slice(within.length + 1) : undefined;
}

function textOfPath({ steps, value }: Place, within: Within, write: (path: string) => string): Picked {
  if (typeof value === "object") return { problem: "There is no text here. Press one of the values within." };
  const own = stepsInAlert(steps, within);
  if (!own) return { problem: "This is outside the list of alerts, where the other fields are looked up." };
  return { text: write(pathOf(own)) };
}

function listAround({ steps, value }: Place): Picked {
  const inner = steps.findIndex((step) => typeof step === "number");
  if (inner < 0 && !Array.isArray(value))
    return { problem: "This is in no list. Press a list, or leave the field empty." };
  return { text: pathOf(inner < 0 ? steps : steps.slice(0, inner)) || "$" };
}

function withValue(held: string, value: unknown): Picked {
  if (typeof value === "object") return { problem: "There is no text here. Press one of the values within." };
  const added = String(value).trim();
  if (added === "" || added.includes(",")) return { problem: "A value with a comma, or none, cannot be listed here." };
  const values = held
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
  const isThere = values.some((each) => each.toLowerCase() === added.toLowerCase());
  return { text: (isThere ? values : [...values, added]).join(", ") };
}
