import { z } from "zod";
import type { FieldMeta } from "#lib/forms/meta";

/** One field of a form, as plain values: it may go to a browser. */
export type Field = {
  name: string;
  label: string;
  hint?: string;
  placeholder?: string;
  required: boolean;
  advanced: boolean;
  /** Write-only: an empty field keeps what is stored. "values": of pairs, the names are shown. */
  secret: boolean | "values";
  /** Its query is for admins. */
  address: boolean;
  /** What it holds before anybody has filled it in. */
  initial?: unknown;
  group?: string;
  picks?: NonNullable<FieldMeta["picks"]>;
} & (
  | { kind: "text" | "multiline" | "url" | "switch" | "pairs" }
  | { kind: "number"; minimum?: number; maximum?: number; unit?: string }
  | { kind: "choice"; options: { value: string; label: string }[] }
);

const known = new WeakMap<z.ZodObject, readonly Field[]>();

/** The fields of the form that a config schema describes, in its order. Throws for a field without `.meta({ label })`. */
export function fieldsOf(schema: z.ZodObject): readonly Field[] {
  // Lists of cards ask each time, and drawing the JSON schema takes half a millisecond.
  const fields = known.get(schema) ?? describedBy(schema);
  known.set(schema, fields);
  return fields;
}

function describedBy(schema: z.ZodObject): Field[] {
  const described = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const required = new Set(described.required);
  return Object.entries(described.properties ?? {}).map(([name, property]) =>
    fieldOf(name, property as Described, required.has(name)),
  );
}

// What toJSONSchema gives: JSON Schema with the meta of the field among its keywords.
type Described = FieldMeta & {
  type?: string;
  enum?: string[];
  default?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
};

function fieldOf(name: string, property: Described, isRequired: boolean): Field {
  if (!property.label) throw new Error(`The config field "${name}" has no label. Give it one with .meta({ label }).`);
  const { label, hint, placeholder, secret = false, address = false, advanced = false, group, picks } = property;
  return {
    name,
    label,
    ...(hint && { hint }),
    ...(placeholder && { placeholder }),
    required: isRequired,
    advanced,
    secret,
    address,
    ...(property.default !== undefined && { initial: property.default }),
    ...(group && { group }),
    ...(picks && { picks }),
    ...shapeOf(property),
  };
}

function shapeOf(property: Described) {
  if (property.kind === "pairs") return { kind: property.kind, initial: [] };
  if (property.kind) return { kind: property.kind };
  if (property.enum)
    return {
      kind: "choice" as const,
      options: property.enum.map((value) => ({ value, label: property.choices?.[value] ?? value })),
    };
  if (property.type === "boolean") return { kind: "switch" as const };
  if (property.type === "number" || property.type === "integer") return numberOf(property);
  return { kind: property.format === "uri" ? ("url" as const) : ("text" as const) };
}

function numberOf({ minimum, maximum, unit }: Described) {
  return {
    kind: "number" as const,
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(unit && { unit }),
  };
}
