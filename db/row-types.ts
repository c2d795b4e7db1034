import { z } from "zod";

/** A jsonb column. Only we write it, so its shape is taken as it is. */
export const json = <Shape extends object>() =>
  z.custom<Shape>((value) => typeof value === "object" && value !== null, "is no JSON object or array");

export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "is no bytes");

/** A bigint column comes as text, because it may be larger than a number can hold. */
export const bigint = z.string().regex(/^-?\d+$/);
