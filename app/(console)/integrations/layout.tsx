import type { ReactNode } from "react";
import { permit } from "#lib/auth/permit";
import { eventChoices } from "#lib/events/index";
import { EventChoices } from "./event-choices";

/** Asks before anything is sent: once a page streams, its status is 200 whatever it finds. */
export default async function IntegrationsLayout({ children }: { children: ReactNode }) {
  await permit("responder");
  return <EventChoices choices={eventChoices}>{children}</EventChoices>;
}
