import type { Route } from "next";

// Next knows the shapes of addresses, not that these texts have them.
const route = (path: string) => path as Route;

export const serviceAt = (id: string) => route(`/services/${id}`);
export const integrationsAt = (serviceId: string) => route(`/services/${serviceId}/integrations`);
export const serviceSettingsAt = (serviceId: string) => route(`/services/${serviceId}/settings`);
export const galleryAt = (serviceId: string) => route(`/services/${serviceId}/integrations/new`);
/** The step after the gallery: a name for an integration of this type. */
export const namingAt = (serviceId: string, type: string) =>
  route(`/services/${serviceId}/integrations/new?type=${encodeURIComponent(type)}`);
export const integrationAt = (place: IntegrationPlace) => route(`${integrationsAt(place.serviceId)}/${place.id}`);
export const setupAt = (place: IntegrationPlace) => route(`${integrationAt(place)}/setup`);
export const mappingAt = (place: IntegrationPlace) => route(`${integrationAt(place)}/mapping`);
export const integrationSettingsAt = (place: IntegrationPlace) => route(`${integrationAt(place)}/settings`);
export const requestAt = (place: IntegrationPlace, requestId: string) =>
  route(`${integrationAt(place)}/requests/${requestId}`);
export const replayAt = (place: IntegrationPlace, requestId: string) => route(`${requestAt(place, requestId)}/replay`);
export const firstAlertAt = (integrationId: string) => route(`/services/first-alert/${integrationId}`);
export const incidentAt = (number: number) => route(`/incidents/${number}`);
export const incidentsOfServiceAt = (serviceId: string) => route(`/incidents?tab=all&service=${serviceId}`);

export type IntegrationPlace = { serviceId: string; id: string };
