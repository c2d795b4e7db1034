import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { LiveProvider } from "#components/live-provider";
import { PersonProvider } from "#components/person-provider";
import { ClockProvider } from "#components/ui/time";
import { countIncidents } from "#db/queries/incidents";
import { companyName } from "#db/queries/people";
import { permit } from "#lib/auth/permit";
import { BottomBar } from "./shell/bottom-bar";
import { IncidentCounts } from "./shell/incident-counts";
import { OpenCountSigns } from "./shell/open-count-signs";
import { Sidebar } from "./shell/sidebar";
import { StayHere } from "./shell/stay-here";
import { TopBar } from "./shell/top-bar";
import { UnsentWatch } from "./shell/unsent-watch";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await permit("observer");
  const [jar, company, counts] = await Promise.all([cookies(), companyName(), countIncidents(person.id)]);
  const { id, name, email, role } = person;
  return (
    <ClockProvider zone={person.timeZone} renderedAt={Date.now()}>
      <PersonProvider me={{ id, name, email, role }}>
        <LiveProvider>
          <IncidentCounts initial={counts}>
            <OpenCountSigns />
            <StayHere />
            <UnsentWatch />
            <SkipLink />
            <div className="flex min-h-dvh">
              <Sidebar company={company ?? "Tocsin"} startNarrow={jar.get("tocsin-sidebar")?.value === "narrow"} />
              <div className="flex min-w-0 flex-1 flex-col">
                <TopBar />
                <main
                  id="main"
                  tabIndex={-1}
                  className="flex-1 px-3 pt-3 pb-24 focus:outline-none md:px-6 md:pt-5 md:pb-10"
                >
                  {children}
                </main>
              </div>
              <BottomBar />
            </div>
          </IncidentCounts>
        </LiveProvider>
      </PersonProvider>
    </ClockProvider>
  );
}

function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:border focus:bg-raised focus:px-3 focus:py-2 focus:shadow-raised"
    >
      Skip to the content
    </a>
  );
}
