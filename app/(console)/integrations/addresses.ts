import type { Route } from "next";
import { destinationAddress } from "#lib/browser/addresses";

// Next knows the shapes of addresses, not that these texts have them.
const route = (path: string) => path as Route;

export const galleryAt: Route = "/integrations";
export const addingAt = (channel: string) => route(`/integrations/new/${channel}`);
export const deliveriesAt = (id: string) => route(`${destinationAddress(id)}/deliveries`);
export const deliveryAt = (id: string, deliveryId: string) => route(`${deliveriesAt(id)}/${deliveryId}`);
export const healthAt = (id: string) => route(`${destinationAddress(id)}/health`);
