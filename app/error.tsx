"use client";

import { useEffect } from "react";
import { ErrorState } from "#components/ui/error-state";

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <ErrorState wholePage title="Tocsin could not show this page" onRetry={reset}>
        Retry; if it fails again, look into the server&rsquo;s log{error.digest ? ` for ${error.digest}` : ""}.
      </ErrorState>
    </main>
  );
}
