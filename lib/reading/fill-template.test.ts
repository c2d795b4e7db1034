import { describe, expect, test } from "vitest";
import { fillTemplate, templateProblem } from "#lib/reading/fill-template";

const body = { alert: { title: "Disk full", tags: ["a"] }, host: "db-1", used: 97, blank: " " };

test.each<[template: string, text: string | undefined, missing: string[]]>([
  ["{{alert.title}} on {{host}}", "Disk full on db-1", []],
  ["{{ alert.title }}", "Disk full", []],
  ["{{$.alert['title']}}: {{used}} %", "Disk full: 97 %", []],
  ["{{alert.title}} on {{node}}", "Disk full on", ["node"]],
  ["{{node}} {{alert.title}}", "Disk full", ["node"]],
  ["{{alert.title}} {{node}}: {{host}}", "Disk full: db-1", ["node"]],
  ["{{host}} {{node}} {{node}}", "db-1", ["node"]],
  ["{{host}} {{alert.tags}} {{blank}}", "db-1", ["alert.tags", "blank"]],
  ["Something on {{node}}", undefined, ["node"]],
  ["Something", "Something", []],
  ["", undefined, []],
])("%s", (template, text, missing) => expect(fillTemplate(template, body)).toEqual({ text, missing }));

test("what is filled in is not itself a template", () => {
  expect(fillTemplate("{{a}}", { a: "{{b}}", b: "$&" }).text).toBe("{{b}}");
});

describe("a template that cannot be filled is said to be one", () => {
  test.each<[template: string, problem: RegExp]>([
    ["{{alert.title} on {{host}}", /Braces come in pairs/],
    ["{{alert.title", /Braces come in pairs/],
    ["host}}", /Braces come in pairs/],
    ["{{ }} x", /no path between/],
    ["{{items[*].name}}", /^Wildcards/],
  ])("%s", (template, problem) => expect(templateProblem(template)).toMatch(problem));

  test.each(["", "plain", "{{alert.title}} on {{host}}", "{ {x} }", "{{a}}{{b}}"])("and %j is fine", (template) =>
    expect(templateProblem(template)).toBeUndefined(),
  );
});
