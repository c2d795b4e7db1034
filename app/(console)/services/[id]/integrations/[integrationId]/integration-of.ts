import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { integrationById } from "#db/queries/integrations";
import { baseUrl } from "#lib/api/base-url";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { now } from "#lib/clock";
import { type IntegrationView, integrationView } from "#lib/integrations/view";
import type { Source } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

export type Names = { id: string; integrationId: string };

type Read = {
  integration: IntegrationView;
  source: Source | undefined;
  readAt: Date;
  mayChange: boolean;
};

/**
 * The integration that the address names, read once for all parts of a page; leads to the page that says there is none, also
 * when it belongs to another service. Not for observers: its id is all it takes to open incidents.
 */
export const integrationOf = cache(async (serviceId: string, integrationId: string): Promise<Read> => {
  const person = await permit("responder");
  const readAt = now();
  const row = await integrationById(integrationId, readAt);
  if (row?.serviceId !== serviceId) notFound();
  const integration = integrationView(row, { base: baseUrl(await headers()), showKey: true });
  return { integration, source: findSource(row.type), readAt, mayChange: allows(person.role, "admin") };
});
