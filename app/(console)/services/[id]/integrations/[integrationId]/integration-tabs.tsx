"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import { LinkTabs } from "#components/ui/link-tabs";
import { type IntegrationPlace, integrationAt, integrationSettingsAt, mappingAt, setupAt } from "../../../addresses";

/** The pages of one integration. A single request belongs to the log. */
export function IntegrationTabs({ place, mapsFields }: { place: IntegrationPlace; mapsFields: boolean }) {
  const segment = useSelectedLayoutSegment();
  const tabs = [
    { label: "Requests", href: integrationAt(place), active: segment === null || segment === "requests" },
    ...(mapsFields ? [{ label: "Mapping", href: mappingAt(place), active: segment === "mapping" }] : []),
    { label: "Setup", href: setupAt(place), active: segment === "setup" },
    { label: "Settings", href: integrationSettingsAt(place), active: segment === "settings" },
  ];
  return <LinkTabs label="Integration" tabs={tabs} className="mb-4" />;
}
