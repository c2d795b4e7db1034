import { notFound } from "next/navigation";
import { cache } from "react";
import { type ServiceView, serviceById } from "#db/queries/services";

/** The service that the address names, read once for all parts of a page; leads to the page that says there is none. */
export const serviceOf = cache(async (id: string): Promise<ServiceView> => (await serviceById(id)) ?? notFound());
