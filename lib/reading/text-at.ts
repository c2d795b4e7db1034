import { atPath } from "#lib/reading/at-path";
import { firstText } from "#lib/reading/text-of";

/** The first text at any of these dotted paths. */
export function textAt(value: unknown, ...paths: string[]): string | undefined {
  return firstText(...paths.map((path) => atPath(value, path)));
}
