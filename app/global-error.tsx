"use client";

import "./globals.css";

/** The last resort: even the root layout failed, so nothing else can be counted on. */
export default function GlobalError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main role="alert" className="flex min-h-dvh flex-col items-center justify-center gap-3 p-6 text-center">
          <h1 className="font-semibold text-xl">Tocsin could not start in this window</h1>
          <p className="text-muted">
            Retry; if it fails again, look into the server&rsquo;s log{error.digest ? ` for ${error.digest}` : ""}.
          </p>
          <button
            type="button"
            onClick={retry}
            className="h-9 rounded-md border border-line-strong bg-surface px-3 font-medium hover:bg-hover"
          >
            Retry
          </button>
        </main>
      </body>
    </html>
  );
}
