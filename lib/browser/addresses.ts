import type { Route } from "next";

// Next knows that these routes exist, but not that a number or an id fits them.

export const incidentAddress = (number: number) => `/incidents/${number}` as Route;
export const serviceAddress = (id: string) => `/services/${id}` as Route;
/** The card of an outbound integration. */
export const destinationAddress = (id: string) => `/integrations/${id}` as Route;
