import type { QueryClient } from "@tanstack/react-query";
import { Unanswered } from "#lib/browser/ask";
import { askInTime } from "#lib/browser/ask-in-time";
import { changePresses, readPresses } from "#lib/browser/press-store";
import { settledBy, type Truth, without } from "#lib/browser/presses";
import { incidentsKey } from "./cached-rows";

/** Reads incidents, one after another, and takes the marks off whose press turns out to be done. Stops when Tocsin does not answer. */
export async function lookAgain(incidentIds: string[], queries: QueryClient): Promise<void> {
  for (const id of new Set(incidentIds)) {
    const truth = await truthOf(id);
    if (truth === "unreachable") return;
    if (!truth) continue;
    const settled = settledBy(readPresses(), truth).map((press) => press.id);
    if (settled.length === 0) continue;
    changePresses((all) => without(all, settled));
    void queries.invalidateQueries({ queryKey: incidentsKey });
  }
}

async function truthOf(id: string): Promise<Truth | "unreachable" | undefined> {
  try {
    return await askInTime<Truth>(`/api/v1/incidents/${id}`);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    // Where reading is refused, the mark stays for the person to decide.
    return error.status === 0 || error.status >= 500 ? "unreachable" : undefined;
  }
}
