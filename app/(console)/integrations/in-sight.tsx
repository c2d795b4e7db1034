"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** What just came to be: said to readers, and brought into sight above the buttons. */
export function InSight({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <div ref={box} role="status" className="scroll-mt-20 scroll-mb-36 md:scroll-mb-20">
      {children}
    </div>
  );
}
