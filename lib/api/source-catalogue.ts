import { z } from "zod";
import type { Source } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

/** Every source as the gallery and the API show it. */
export function sourceCatalogue() {
  return sources.map(cardOf);
}

function cardOf({ id, name, group, description, icon, config, setup, samples }: Source) {
  return {
    id,
    name,
    group,
    description,
    icon: icon ?? null,
    setup,
    configSchema: config ? z.toJSONSchema(config, { io: "input" }) : null,
    samples: samples.map(({ title, payload }) => ({ title, payload })),
  };
}
