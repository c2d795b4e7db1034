"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "#components/ui/button";
import { notifyFailure } from "#components/ui/toast";

type Props = {
  text: string | (() => string | Promise<string>);
  /** What is copied, for readers: "Copy the key". */
  label?: string;
  /** Written on the button; without it the button is an icon. */
  children?: string;
  className?: string;
};

/** Copies `text` and says "Copied". */
export function CopyButton({ text, label = "Copy", children, className }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await copyText(typeof text === "string" ? text : await text());
      setCopied(true);
    } catch {
      notifyFailure("The browser did not allow copying", { description: "Select the text and copy it by hand." });
    }
  }

  const icon = copied ? <Check aria-hidden className="text-resolved" /> : <Copy aria-hidden />;
  return (
    <Button
      variant={children ? "secondary" : "ghost"}
      size={children ? "medium" : copied ? "small" : "icon-small"}
      aria-label={children ? undefined : copied ? "Copied" : label}
      onClick={copy}
      className={className}
    >
      {icon}
      {children ? <span>{copied ? "Copied" : children}</span> : copied && <span>Copied</span>}
      <span role="status" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </Button>
  );
}

/** Copies `text`; throws when the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
  // A console reached over plain HTTP has no clipboard API.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copying was refused");
}
