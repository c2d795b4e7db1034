"use client";

import { useSyncExternalStore } from "react";

/** Sends the browser's time zone along with the form. */
export function BrowserTimeZone({ name }: { name: string }) {
  const zone = useSyncExternalStore(
    () => () => {},
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "UTC",
  );
  return <input type="hidden" name={name} value={zone} />;
}
