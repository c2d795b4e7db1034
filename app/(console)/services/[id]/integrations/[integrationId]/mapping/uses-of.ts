import type { FormValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import { stepsOf } from "#lib/reading/at-path";
import { pathsIn } from "#lib/reading/fill-template";
import { type Place, stepsInAlert, type Within } from "./pick";

/** For which fields each place of a body is used, in words for its line in the tree. */
export function usesOf(fields: readonly Field[], values: FormValues, within: Within): (place: Place) => string[] {
  const named = fields.flatMap((field) => {
    const text = values[field.name];
    const paths = typeof text === "string" ? pathsOf(field, text.trim()) : [];
    return paths.map((path) => ({ field, steps: stepsOf(path).join("\0") }));
  });
  return ({ steps }) => {
    const inAlert = stepsInAlert(steps, within)?.map(String).join("\0");
    const whole = steps.map(String).join("\0");
    const used = named.filter((each) => each.steps === (each.field.picks === "list" ? whole : inAlert));
    return [...new Set(used.map(({ field }) => wordOf(field)))];
  };
}

function pathsOf(field: Field, text: string): string[] {
  if (text === "") return [];
  if (field.picks === "part") return pathsIn(text);
  return field.picks === "path" || field.picks === "list" ? [text] : [];
}

const wordOf = ({ label }: Field) => label.replace(/ (field|template)$/, "");
