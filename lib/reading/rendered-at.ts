import { atPath } from "#lib/reading/at-path";
import { textOf } from "#lib/reading/text-of";

/**
 * The text at the first of these paths that has any, where the payload was made from a template: a placeholder that was
 * not filled in ($ALERT_ID, ${event.id}, {{rule.id}}, {State}, *monitorID*, $HOSTNAME$) is no text.
 */
export function renderedAt(value: unknown, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const text = textOf(atPath(value, path));
    if (text !== undefined && !isPlaceholder(text)) return text;
  }
  return undefined;
}

/** Did somebody send the template itself? So it is when there are placeholders at these paths and nothing else. */
export function isTemplate(value: unknown, ...paths: string[]): boolean {
  const texts = paths.flatMap((path) => textOf(atPath(value, path)) ?? []);
  return texts.length > 0 && texts.every(isPlaceholder);
}

/** Is the whole text one placeholder of a template? */
export function isPlaceholder(text: string): boolean {
  return placeholders.some((placeholder) => placeholder.test(text));
}

const placeholders = [
  /^\$[A-Z]\w*\$?$/,
  /^\$!?\{[^{}]*\}$/,
  /^\{\{\{?[^{}]*\}?\}\}$/,
  /^\{[A-Za-z][\w.]*\}$/,
  /^\*[A-Za-z]\w*\*$/,
];
