import { integrationById } from "#db/queries/integrations";
import { type IntegrationView, integrationView } from "#lib/integrations/view";
import { Refusal } from "#lib/refusal";

/** The integration as its reader may see it. Refuses when there is none. */
export async function readIntegration(
  id: string,
  reader: { now: Date; base?: string | undefined; showKey: boolean },
): Promise<IntegrationView> {
  const row = await integrationById(id, reader.now);
  if (!row) throw noSuchIntegration();
  return integrationView(row, reader);
}

/** The refusal for an id that names no integration. */
export function noSuchIntegration(): Refusal {
  return new Refusal(
    "not_found",
    "There is no integration with this id, or it was deleted. List those of its service to find it.",
  );
}
