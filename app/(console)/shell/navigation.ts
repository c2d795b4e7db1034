import { Plug, Server, Settings, Siren, Users } from "lucide-react";
import type { Route } from "next";

export type Place = {
  label: string;
  href: Route;
  icon: typeof Siren;
  /** The second key after `g`. */
  key: string;
};

/** The places of the console, in the groups of the sidebar. */
export const placeGroups: { label: string; places: Place[] }[] = [
  {
    label: "Respond",
    places: [
      { label: "Incidents", href: "/incidents", icon: Siren, key: "i" },
      { label: "Services", href: "/services", icon: Server, key: "s" },
    ],
  },
  { label: "Connect", places: [{ label: "Integrations", href: "/integrations", icon: Plug, key: "n" }] },
  {
    label: "Organise",
    places: [
      { label: "People", href: "/people", icon: Users, key: "p" },
      { label: "Settings", href: "/settings", icon: Settings, key: "e" },
    ],
  },
];

export const places: Place[] = placeGroups.flatMap((group) => group.places);

/** Whether `path` is the place or lies below it. */
export function isAt(path: string, place: Place): boolean {
  return path === place.href || path.startsWith(`${place.href}/`);
}
