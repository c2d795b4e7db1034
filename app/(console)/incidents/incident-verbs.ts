"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useZone } from "#components/ui/time";
import { type BulkAct, type BulkPress, type Fitting, newBulkPress } from "#lib/browser/bulk-presses";
import type { Incident } from "#lib/browser/incident";
import { changePresses } from "#lib/browser/press-store";
import { type Act, dismissed, newPress, type Press, type SnoozeChoice } from "#lib/browser/presses";
import { sendBulk } from "./send-bulk";
import { type Result, retryPresses, sendPresses } from "./send-presses";

/** What people do to incidents: shown at once, said in a notice; what did not arrive is marked until it is settled. */
export function useIncidentVerbs() {
  const queries = useQueryClient();
  const zone = useZone();
  const send = (act: Act, incidents: Incident[]): Promise<Result> =>
    sendPresses(
      incidents.map((seen) => newPress(act, seen)),
      { queries, zone },
    );
  return {
    acknowledge: (incidents: Incident[]) => send({ verb: "acknowledge" }, incidents),
    resolve: (incidents: Incident[]) => send({ verb: "resolve" }, incidents),
    reopen: (incident: Incident) => send({ verb: "reopen", andAcknowledge: false }, [incident]),
    snooze: (incidents: Incident[], choice: SnoozeChoice) => send({ verb: "snooze", choice }, incidents),
    assign: (incidents: Incident[], addPersonIds: string[], removePersonIds: string[] = []) =>
      send({ verb: "assign", addPersonIds, removePersonIds }, incidents),
    /** Does it to all that fit; `shown` are those of them on screen. */
    toAll: (act: BulkAct, fitting: Fitting, shown: Incident[]) =>
      sendBulk(
        newBulkPress(
          act,
          fitting,
          shown.map(({ id }) => id),
        ),
        queries,
      ),
    retryBulk: (press: BulkPress) => sendBulk(press, queries),
    note: (incident: Incident, text: string) => send({ verb: "note", text }, [incident]),
    retry: (presses: Press[]) => retryPresses(presses, { queries, zone }),
    dismiss: (presses: Press[]) =>
      changePresses((all) =>
        dismissed(
          all,
          presses.map(({ id }) => id),
        ),
      ),
  };
}
