import type { ReactNode } from "react";

/** A part of the page with an anchor of its own. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id} className="space-y-3 text-sm leading-6 [&_code]:text-xs">
      <h2 id={id} className="scroll-mt-20 font-semibold text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}
