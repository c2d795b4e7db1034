import { constraintOf } from "#db/errors";

/** Did a statement fail because the dedup key of an open incident would be there twice? */
export const isKeyTaken = (error: unknown): boolean => constraintOf(error) === "incidents_open_dedup_key";
