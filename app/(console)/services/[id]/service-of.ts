import { notFound } from "next/navigation";
import { cache } from "react";
import { type ServiceView, serviceById } from "#db/queries/services";
import { permit } from "#lib/auth/permit";

/**
 * The service that the address names, for those who are signed in; read once for all parts of a page, its title too.
 * Leads to the page that says there is none.
 */
export const serviceOf = cache(async (id: string): Promise<ServiceView> => {
  await permit("observer");
  return (await serviceById(id)) ?? notFound();
});
