"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { incidentAt } from "./addresses";
import { openTriggers } from "./open-anyway-action";

/** Opens the incident of a trigger that was ignored, and goes there. */
export function OpenAnyway({ integrationId, requestId }: { integrationId: string; requestId: string }) {
  const router = useRouter();
  const [isWorking, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  function press() {
    setFailure(null);
    start(async () => {
      const { result, message } = await askAction(() => openTriggers(integrationId, requestId));
      const [first, ...others] = result ?? [];
      if (first === undefined) return setFailure(message ?? "Nothing was opened. Reload the page and try again.");
      notify(others.length === 0 ? `Incident #${first} opened` : `Incidents #${[first, ...others].join(", #")} opened`);
      router.push(incidentAt(first));
    });
  }
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button onClick={press} loading={isWorking}>
        Open incident anyway
      </Button>
      <span role="alert" className="text-sm text-triggered empty:hidden">
        {failure}
      </span>
    </span>
  );
}
