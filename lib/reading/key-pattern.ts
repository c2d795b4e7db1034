import { RE2JS } from "re2js";

/** What is wrong with a pattern that is to find a dedup key; undefined when it is one. */
export function keyPatternProblem(pattern: string): string | undefined {
  try {
    const groups = RE2JS.compile(pattern).groupCount();
    return groups === 1
      ? undefined
      : `The pattern must have one group in parentheses around the key, and has ${groups}.`;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `This pattern cannot be used: ${why.replace(/^error parsing regexp: /, "")}.`;
  }
}

const longestText = 20_000;

/**
 * What the group of `pattern` finds in the first text in which it finds any. The pattern is an admin's and the texts are
 * anybody's: the engine takes time linear in their length, and so knows no look-ahead and no back-reference.
 */
export function keyIn(pattern: string, ...texts: string[]): string | undefined {
  const compiled = compiledOf(pattern);
  for (const text of texts) {
    const matcher = compiled.matcher(text.slice(0, longestText));
    const found = matcher.find() ? matcher.group(1)?.trim() : undefined;
    if (found) return found;
  }
  return undefined;
}

const mostKept = 200;
const kept = new Map<string, RE2JS>();

// To compile one takes longer than to use it.
function compiledOf(pattern: string): RE2JS {
  const known = kept.get(pattern);
  if (known) return known;
  if (kept.size >= mostKept) kept.clear();
  const compiled = RE2JS.compile(pattern);
  kept.set(pattern, compiled);
  return compiled;
}
