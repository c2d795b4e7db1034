import { notFound } from "next/navigation";
import { Refusal } from "#lib/refusal";

/** What is read, or the page that says that there is nothing at this address. */
export async function orNotFound<Read>(reading: Promise<Read>): Promise<Read> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found") notFound();
    throw error;
  }
}
