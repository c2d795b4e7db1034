"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";

type Props = {
  value: string;
  /** What it is: "Integration key". */
  label: string;
  /** Shown at once, for a secret that is seen only this time. */
  revealed?: boolean;
  className?: string;
};

/** A secret: masked, with reveal and copy. */
export function SecretValue({ value, label, revealed = false, className }: Props) {
  const [shown, setShown] = useState(revealed);
  return (
    <div className={twMerge("flex min-w-0 items-center gap-1 rounded-md border bg-sunken py-1 pr-1 pl-2.5", className)}>
      <code className="min-w-0 flex-1 break-all text-sm">
        {shown ? (
          value
        ) : (
          <span role="img" aria-label={`${label}, hidden`}>
            {"•".repeat(Math.min(value.length, 24))}
          </span>
        )}
      </code>
      <Button
        variant="ghost"
        size="icon-small"
        aria-pressed={shown}
        aria-label={shown ? `Hide ${label}` : `Show ${label}`}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </Button>
      <CopyButton text={value} label={`Copy ${label}`} />
    </div>
  );
}
