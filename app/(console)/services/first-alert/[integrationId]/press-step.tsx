"use client";

import { Check, CircleCheckBig } from "lucide-react";
import { type ReactNode, useState } from "react";
import { PressArea, PressButton } from "#components/ui/press-button";
import { Time } from "#components/ui/time";
import type { Incident } from "#lib/browser/incident";
import { useIncidentVerbs } from "../../../incidents/incident-verbs";
import { UnsentMark } from "../../../incidents/unsent";

type Props = {
  incident: Incident;
  verb: "acknowledge" | "resolve";
  /** It was done already, or is needed no more. */
  isDone: boolean;
  by: { name: string; at: Date } | undefined;
  /** What the press means. */
  children: ReactNode;
};

const looks = {
  acknowledge: { icon: Check, label: "Acknowledge", past: "acknowledged" },
  resolve: { icon: CircleCheckBig, label: "Resolve", past: "resolved" },
};

/** Something a responder does to the incident: what it means and the button, or who did it. */
export function PressStep({ incident, verb, isDone, by, children }: Props) {
  const verbs = useIncidentVerbs();
  const [isWorking, setWorking] = useState(false);
  const { icon: Icon, label, past } = looks[verb];
  if (isDone) {
    return by ? (
      <p>
        {by.name} {past} it <Time at={by.at} />.
      </p>
    ) : (
      <p>It was over before anybody had to.</p>
    );
  }
  async function press() {
    setWorking(true);
    await verbs[verb]([incident]);
    setWorking(false);
  }
  return (
    <>
      <p>{children}</p>
      <PressArea>
        <div data-press-area className="mt-3 flex flex-wrap items-center gap-3">
          <PressButton
            variant="primary"
            size="large"
            icon={<Icon aria-hidden />}
            loading={isWorking}
            onPress={() => void press()}
          >
            {label} #{incident.number}
          </PressButton>
          <UnsentMark incidentId={incident.id} verb={verb} />
        </div>
      </PressArea>
    </>
  );
}
