import { atPath, pathProblem } from "#lib/reading/at-path";
import { textOf } from "#lib/reading/text-of";

/** The text of a filled template, undefined when none of its parts was there; `missing` are the paths that were not. */
export type Filled = { text: string | undefined; missing: string[] };

/** Puts what lies at each path into a template such as "{{alert.title}} on {{host}}". A missing part takes the space before it along. */
export function fillTemplate(template: string, value: unknown): Filled {
  const missing = new Set<string>();
  let found = 0;
  const text = template.replaceAll(part, (_, space: string, path: string) => {
    const filling = textOf(atPath(value, path));
    if (filling !== undefined) found++;
    else missing.add(path);
    return filling === undefined ? "" : `${space}${filling}`;
  });
  const isEmpty = found === 0 && missing.size > 0;
  return { text: isEmpty ? undefined : textOf(text), missing: [...missing] };
}

/** Why a template cannot be filled, with what to write instead. */
export function templateProblem(template: string): string | undefined {
  const paths = pathsIn(template);
  if (/\{\{|\}\}/.test(template.replaceAll(part, "")))
    return "Braces come in pairs around a path: {{alert.title}} on {{host}}.";
  if (paths.includes("")) return "There is no path between the braces. Write {{alert.title}}.";
  return paths.map(pathProblem).find(Boolean);
}

/** The paths between the braces of a template. */
export function pathsIn(template: string): string[] {
  return [...template.matchAll(part)].map(([, , path = ""]) => path);
}

const part = /(\s*)\{\{\s*([^{}]*?)\s*\}\}/g;
