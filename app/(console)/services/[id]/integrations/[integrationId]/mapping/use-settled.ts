"use client";

import { useEffect, useState } from "react";

/** A text once it has stood still for so long; what somebody types is not asked for letter by letter. */
export function useSettled(text: string, afterMs = 250): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => settle(text), afterMs);
    return () => clearTimeout(timer);
  }, [text, afterMs]);
  return settled;
}
