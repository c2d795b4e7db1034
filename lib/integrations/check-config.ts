import { problemsIn, Refusal } from "#lib/refusal";
import { findSource } from "#lib/sources/index";

/** Refuses a config that the source's own schema does not allow; fields it does not know are wrong too. */
export function checkConfig(type: string, config: Record<string, unknown>): void {
  const source = findSource(type);
  if (!source) throw unknownSource(type);
  if (!source.config) {
    if (Object.keys(config).length > 0)
      throw refusal({ config: `${source.name} has nothing to configure. Leave config out.` });
    return;
  }
  const parsed = source.config.strict().safeParse(config);
  if (!parsed.success)
    throw refusal(
      Object.fromEntries(
        Object.entries(problemsIn(parsed.error)).map(([path, problem]) => [`config.${path}`, problem]),
      ),
    );
}

/** The refusal for a type that is no source. */
export function unknownSource(type: string): Refusal {
  const problem = `"${type.slice(0, 60)}" is no source. GET /api/v1/sources lists them.`;
  return new Refusal("invalid", problem, { fields: { type: problem } });
}

const refusal = (fields: Record<string, string>) =>
  new Refusal(
    "invalid",
    "The config does not fit the source; see its fields below. GET /api/v1/sources describes what it takes.",
    { fields },
  );
