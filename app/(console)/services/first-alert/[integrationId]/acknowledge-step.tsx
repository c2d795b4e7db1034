"use client";

import { Check } from "lucide-react";
import { useState } from "react";
import { useMay } from "#components/person-provider";
import { Button } from "#components/ui/button";
import { Time } from "#components/ui/time";
import type { Incident } from "#lib/browser/incident";
import { useIncidentVerbs } from "../../../incidents/incident-verbs";

/** The button that acknowledges, and what that means. */
export function AcknowledgeStep({ incident }: { incident: Incident }) {
  const verbs = useIncidentVerbs();
  const mayAct = useMay("responder");
  const [isWorking, setWorking] = useState(false);
  if (incident.status !== "triggered") {
    return (
      <p>
        {incident.status === "resolved" ? "It is resolved already" : "Somebody has it now"}
        {incident.acknowledgedAt && (
          <>
            , since <Time at={incident.acknowledgedAt} as="short" />
          </>
        )}
        . Whoever was still to be told is left alone.
      </p>
    );
  }
  async function acknowledge() {
    setWorking(true);
    await verbs.acknowledge([incident]);
    setWorking(false);
  }
  return (
    <>
      <p>Acknowledging says: I have it. Nobody else needs to get up.</p>
      <Button variant="primary" size="large" className="mt-3" disabled={!mayAct} loading={isWorking} onClick={() => void acknowledge()}>
        {!isWorking && <Check aria-hidden />}
        Acknowledge #{incident.number}
      </Button>
      {!mayAct && <p className="mt-2">You are an observer. A responder can acknowledge it.</p>}
    </>
  );
}
