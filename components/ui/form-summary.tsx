"use client";

import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";

type Props = {
  /** What went wrong as a whole; nothing is drawn without it and without errors. */
  message?: string | undefined;
  /** What is wrong with each field, by the words people know it by. */
  errors?: { label: string; message: string; href?: string }[];
};

/** The errors of a form on top of it; takes the focus when it appears, so that it is seen and read aloud. */
export function FormSummary({ message, errors = [] }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const shown = Boolean(message) || errors.length > 0;
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown]);
  if (!shown) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="flex gap-2.5 rounded-md border border-triggered/40 bg-triggered-soft p-3 text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-triggered" />
      <div className="min-w-0">
        <p className="font-medium">
          {message ?? (errors.length === 1 ? "One field needs a change." : `${errors.length} fields need a change.`)}
        </p>
        {errors.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-muted">
            {errors.map((error) => (
              <li key={error.label}>
                {error.href ? (
                  <a className="underline underline-offset-2" href={error.href}>
                    {error.label}
                  </a>
                ) : (
                  error.label
                )}
                : {error.message}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
