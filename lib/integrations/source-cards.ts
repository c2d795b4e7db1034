import { type Field, fieldsOf } from "#lib/forms/fields-of";
import type { Source, SourceGroup } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

/** What a browser may see of a source: plain values, no code. */
export type SourceCard = {
  id: string;
  name: string;
  group: SourceGroup;
  description: string;
  icon?: string;
  /** Markdown; {url}, {key} and {base} are to be filled in. */
  setup: string;
  /** The form of its config; empty when there is nothing to configure. */
  fields: readonly Field[];
  /** `config` is that of the integration a sample is meant for; without it, any. */
  samples: { title: string; payload: unknown; config?: Record<string, unknown> }[];
};

/** Every source, in the order of the gallery. */
export function sourceCards(): SourceCard[] {
  return sources.map(cardOf);
}

function cardOf({ id, name, group, description, icon, setup, config, samples }: Source): SourceCard {
  return {
    id,
    name,
    group,
    description,
    ...(icon && { icon }),
    setup,
    fields: config ? fieldsOf(config) : [],
    samples: samples.map(({ title, payload, config }) => ({ title, payload, ...(config && { config }) })),
  };
}
