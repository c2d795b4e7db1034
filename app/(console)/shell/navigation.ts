import { BookOpen, KeyRound, Plug, Server, Settings, Siren, UserRound, Users } from "lucide-react";
import type { Route } from "next";
import type { Role } from "#db/vocabulary";
import { allows } from "#lib/auth/roles";

export type Place = {
  label: string;
  href: Route;
  icon: typeof Siren;
  /** The second key after `g`. */
  key: string;
  /** Who may go there. */
  role: Role;
};

/** The places of the console, in the groups of the sidebar. */
const placeGroups: { label: string; places: Place[] }[] = [
  {
    label: "Respond",
    places: [
      { label: "Incidents", href: "/incidents", icon: Siren, key: "i", role: "observer" },
      { label: "Services", href: "/services", icon: Server, key: "s", role: "observer" },
    ],
  },
  {
    label: "Connect",
    places: [{ label: "Integrations", href: "/integrations", icon: Plug, key: "n", role: "responder" }],
  },
  {
    label: "Organise",
    places: [
      { label: "People", href: "/people", icon: Users, key: "p", role: "observer" },
      { label: "Settings", href: "/settings", icon: Settings, key: "e", role: "admin" },
    ],
  },
];

/** The groups with the places where somebody with `role` may go. */
export function placeGroupsFor(role: Role): typeof placeGroups {
  const open = placeGroups.map((group) => ({
    ...group,
    places: group.places.filter((place) => allows(role, place.role)),
  }));
  return open.filter((group) => group.places.length > 0);
}

export const placesFor = (role: Role): Place[] => placeGroupsFor(role).flatMap((group) => group.places);

/** Ways to a page that is in no menu, as the command palette names them. */
const ways: Pick<Place, "label" | "href" | "icon" | "role">[] = [
  { label: "Add a service", href: "/services/new", icon: Server, role: "admin" },
  { label: "API keys", href: "/settings/api-keys", icon: KeyRound, role: "admin" },
  { label: "Profile", href: "/profile", icon: UserRound, role: "observer" },
  { label: "Documentation", href: "/docs/sending", icon: BookOpen, role: "observer" },
];

export const waysFor = (role: Role): typeof ways => ways.filter((way) => allows(role, way.role));

/** Whether `path` is the place or lies below it. */
export function isAt(path: string, place: Place): boolean {
  return path === place.href || path.startsWith(`${place.href}/`);
}
