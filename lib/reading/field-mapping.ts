import { z } from "zod";
import { severities } from "#db/vocabulary";
import { pathProblem } from "#lib/reading/at-path";
import { commaSeparated } from "#lib/reading/comma-separated";
import { templateProblem } from "#lib/reading/fill-template";

const groups = {
  what: "What happened",
  which: "Which trouble",
  howBad: "How bad",
  where: "Where",
};

type Words = { label: string; hint: string; group: string };

const path = (words: Words, picks: "path" | "list" = "path") =>
  z
    .string()
    .trim()
    .max(200, "A path has at most 200 characters.")
    .superRefine(sayProblem(pathProblem))
    .default("")
    .meta({ ...words, picks });

const values = ({ hint, ...words }: Words) =>
  commaSeparated.meta({ ...words, hint: `${hint} Separate several by commas.`, picks: "value" });

const template = (words: Words) =>
  z
    .string()
    .trim()
    .max(500, "A template has at most 500 characters.")
    .superRefine(sayProblem(templateProblem))
    .default("")
    .meta({ ...words, picks: "part" });

function sayProblem(problemOf: (text: string) => string | undefined) {
  return (text: string, context: z.core.$RefinementCtx<string>) => {
    const problem = problemOf(text);
    if (problem) context.addIssue(problem);
  };
}

/** Where in a tool's JSON each thing is, and what its words mean. Draws the form of the generic webhook. */
export const fieldMapping = z.object({
  summaryField: path({
    label: "Summary field",
    hint: "Where the title is: alert.title, items[0].name, or as JSONPath $.alert.title, $['alert']['title']. No wildcards or filters. Left empty, the usual names are tried.",
    group: groups.what,
  }),
  summaryTemplate: template({
    label: "Summary template",
    hint: "A summary of several parts: {{alert.title}} on {{host}}. Used instead of the summary field; a part that is missing is left out.",
    group: groups.what,
  }),
  actionField: path({
    label: "Action field",
    hint: "What says whether trouble begins or ends, e.g. status. Left empty, the usual names are tried.",
    group: groups.what,
  }),
  triggerValues: values({
    label: "Trigger values",
    hint: "Values that open an incident, e.g. fired. Left empty, every value the other lists do not name opens one.",
    group: groups.what,
  }),
  resolveValues: values({
    label: "Resolve values",
    hint: "Values that resolve it, e.g. ok. Left empty, the usual words do.",
    group: groups.what,
  }),
  acknowledgeValues: values({
    label: "Acknowledge values",
    hint: "Values that acknowledge it. Left empty, the usual words do.",
    group: groups.what,
  }),
  dedupKeyField: path({
    label: "Dedup key field",
    hint: "What names the same trouble each time, e.g. alert_id. Without one, summary and source do.",
    group: groups.which,
  }),
  severityField: path({
    label: "Severity field",
    hint: "Where the severity is, e.g. level. A word Tocsin does not know counts as none, and the default severity is used.",
    group: groups.howBad,
  }),
  fixedSeverity: z
    .enum(["", ...severities.toReversed()])
    .default("")
    .meta({
      label: "Fixed severity",
      hint: "Given to every alert, whatever the severity field says.",
      group: groups.howBad,
      choices: {
        "": "None: read it from the request",
        critical: "Critical",
        error: "Error",
        warning: "Warning",
        info: "Info",
      },
    }),
  sourceField: path({
    label: "Source field",
    hint: "Where the machine or system is named, e.g. host.",
    group: groups.where,
  }),
  linkField: path({
    label: "Link field",
    hint: "Where the address of a page about it is, e.g. alert.url.",
    group: groups.where,
  }),
  itemsField: path(
    {
      label: "Items field",
      hint: "Where the list is when a request carries several alerts. The other fields are looked up in each.",
      group: groups.where,
    },
    "list",
  ),
});

export type FieldMapping = z.output<typeof fieldMapping>;
