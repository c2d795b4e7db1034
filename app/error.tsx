"use client";

import { useEffect } from "react";
import { ErrorState } from "#components/ui/error-state";

export default function RootError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <ErrorState wholePage title="Tocsin could not show this page" onRetry={retry}>
        Retry; if it fails again, look into the server&rsquo;s log{error.digest ? ` for ${error.digest}` : ""}.
      </ErrorState>
    </main>
  );
}
