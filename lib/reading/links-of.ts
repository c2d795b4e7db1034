import { textOf } from "#lib/reading/text-of";

/** Links by the name each is shown under; those without an address are left out. */
export function linksOf(hrefs: Record<string, unknown>): { href: string; text: string }[] {
  return Object.entries(hrefs).flatMap(([text, value]) => {
    const href = textOf(value);
    return href ? [{ href, text }] : [];
  });
}
