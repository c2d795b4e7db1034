"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "#components/live-provider";
import { readPresses } from "#lib/browser/press-store";
import { unsentOf } from "#lib/browser/presses";
import { plural } from "#lib/format";
import { lookAgain } from "../incidents/look-again";
import { troubleText } from "../incidents/press-words";
import { usePresses } from "../incidents/use-presses";

/** Takes marks off as soon as their incident shows that they are done, and tells screen readers what is left. */
export function UnsentWatch() {
  const queries = useQueryClient();
  const presses = usePresses();
  const unsent = unsentOf(presses);
  const isSending = presses.some(({ state }) => state === "sending");
  const followed = unsent.map((press) => `incident:${press.seen.id}`);
  useLive(["incidents", ...followed], (topics) => {
    const changed = unsentOf(readPresses())
      .map((press) => press.seen.id)
      .filter((id) => topics.includes("*") || topics.includes(`incident:${id}`));
    void lookAgain(changed, queries);
  });
  const [hadSome, setHadSome] = useState(false);
  if (unsent.length > 0 && !hadSome) setHadSome(true);
  const [first] = unsent;
  return (
    <p role="status" aria-label="Actions not sent" className="sr-only">
      {unsent.length === 1 && first && `#${first.seen.number}: ${troubleText(first)}. Retry from the incident.`}
      {unsent.length > 1 && `${plural(unsent.length, "action")} not completed. Retry from each incident.`}
      {unsent.length === 0 && !isSending && hadSome && "No actions left to retry."}
    </p>
  );
}
