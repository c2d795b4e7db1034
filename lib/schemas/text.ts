import { z } from "zod";

const oneLine = /^[^\p{Cc}\u2028\u2029]*$/u;

/** What people call a thing: one line. */
export const nameText = z
  .string("Give it a name.")
  .trim()
  .min(1, "Give it a name.")
  .max(120, "A name has at most 120 characters.")
  .regex(oneLine, "A name is one line, without control characters.");

/** Free text of a few paragraphs. */
export const paragraphs = z.string().trim().max(2000, "At most 2000 characters.");

/** A moment in answers: ISO 8601, in UTC. */
export const momentText = z.iso.datetime();

/** A moment that a caller gives. */
export const givenMoment = z.iso.datetime({ offset: true, error: "Give a moment such as 2026-11-21T08:00:00Z." });

/** A request that says nothing but its address. */
export const nothing = z.strictObject({}).meta({ id: "Nothing", description: "No fields; the body may be left out." });
