/** How a field of a config is drawn and kept, given to zod with `.meta(…)` on the outermost schema of the field. */
export type FieldMeta = {
  label: string;
  hint?: string;
  placeholder?: string;
  /** Kept sealed, never shown again. "values": the names of a list of pairs are shown, their values are not. */
  secret?: true | "values";
  /** An address: what stands in its query is for admins, and is left out of every log. */
  address?: true;
  /** Shown under Advanced settings. */
  advanced?: true;
  /** What the schema alone does not tell. */
  kind?: "multiline" | "pairs";
  unit?: string;
  /** The words of a choice; a value that is not named is shown as it is. */
  choices?: Record<string, string>;
  /** The heading it stands under, where a form has several. */
  group?: string;
  /** What a place picked in an example body puts into it: its path (of a list only, for "list"), its value, or a {{part}}. */
  picks?: "path" | "list" | "value" | "part";
};

/** Checks the meta of a config field: `z.string().meta(field({ label: "Name" }))`. */
export const field = (meta: FieldMeta): FieldMeta => meta;
