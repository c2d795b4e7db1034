"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Role } from "#db/vocabulary";
import { allows } from "#lib/auth/roles";

/** The signed-in person as the browser knows them. */
export type Me = { id: string; name: string; email: string; role: Role };

const MeContext = createContext<Me | null>(null);

export function PersonProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>;
}

/** Who looks at the page; only below the console's layout. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe is only for pages of the console");
  return me;
}

/** Whether the person may do what needs `role`. The server decides again; this only keeps dead buttons off the screen. */
export function useMay(role: Role): boolean {
  return allows(useMe().role, role);
}
