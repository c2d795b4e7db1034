"use client";

import { useEffect } from "react";
import { ErrorState } from "#components/ui/error-state";
import { TextLink } from "#components/ui/text-link";

/** What stands in the place of a page that failed; the frame around it stays. */
export default function ConsoleError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <ErrorState wholePage title="This page could not be shown" onRetry={retry}>
      <p>
        Tocsin failed to read what it needs. Retry; if it fails again, look into the server&rsquo;s log
        {error.digest ? ` for ${error.digest}` : ""}.
      </p>
      <p className="mt-2">
        <TextLink href="/incidents">Back to the incidents</TextLink>
      </p>
    </ErrorState>
  );
}
