import { z } from "zod";

const value = z.string().trim().max(200, "A value has at most 200 characters.");
const inOneText = z.string().transform((text) => text.split(",").filter((part) => part.trim() !== ""));

/** A config field that holds several values: a form sends them as one text, the API as a list. */
export const commaSeparated = z
  .union([z.array(value), inOneText.pipe(z.array(value))])
  .pipe(z.array(value).max(50, "There can be at most 50 values."))
  .default([]);
