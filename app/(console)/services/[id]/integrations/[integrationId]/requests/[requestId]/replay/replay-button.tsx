"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { type IntegrationPlace, requestAt } from "../../../../../../addresses";
import { replay } from "./actions";

type Props = { place: IntegrationPlace; requestId: string /** Why it cannot be pressed. */; obstacle: string | null };

/** Replays the request and goes on to the one that this makes. */
export function ReplayButton({ place, requestId, obstacle }: Props) {
  const router = useRouter();
  const [isWorking, start] = useTransition();
  const [failure, setFailure] = useState<string | null>(null);
  function press() {
    setFailure(null);
    start(async () => {
      const { result, message } = await askAction(() => replay(place.id, requestId));
      if (!result) return setFailure(message ?? "It was not replayed. Reload the page and try again.");
      const [first, ...others] = result.incidents;
      notify("Replayed", {
        description: first ? `Added to #${[first, ...others].join(", #")}.` : "No incident changed.",
      });
      router.push(requestAt(place, result.requestId));
    });
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        variant="primary"
        onClick={press}
        loading={isWorking}
        disabled={obstacle !== null}
        aria-describedby={obstacle === null ? undefined : "why-no-replay"}
      >
        {!isWorking && <RotateCcw aria-hidden />}
        Replay it
      </Button>
      <p role="alert" className="text-sm text-triggered empty:hidden">
        {failure}
      </p>
    </div>
  );
}
