"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { twMerge } from "tailwind-merge";
import { useFilterKey } from "#components/live-list/use-filter-key";
import { fieldClass } from "#components/ui/input";

const settledAfterMs = 250;

type WordProps = {
  label: string;
  placeholder: string;
  value: string | null;
  onSettle: (value: string | null) => void;
  className?: string;
  /** The filter of the whole list: with a glass, and `/` goes to it. */
  isMain?: boolean;
  onLeave?: () => void;
};

/** A text filter that takes effect when the typing pauses. */
export function WordField({ label, placeholder, value, onSettle, className, isMain = false, onLeave }: WordProps) {
  const field = useRef<HTMLInputElement>(null);
  const none = useRef<HTMLInputElement>(null);
  useFilterKey(isMain ? field : none);
  const [text, setText] = useState(value ?? "");
  const [from, setFrom] = useState(value);
  if (value !== from) {
    setFrom(value);
    if ((value ?? "") !== text.trim()) setText(value ?? "");
  }
  useEffect(() => {
    const wanted = text.trim() || null;
    if (wanted === value) return;
    const timer = setTimeout(() => onSettle(wanted), settledAfterMs);
    return () => clearTimeout(timer);
  }, [text, value, onSettle]);
  return (
    <div className={twMerge("relative", isMain && "min-w-0 flex-1 md:max-w-72")}>
      {isMain && (
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-faint"
        />
      )}
      <input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        ref={field}
        aria-keyshortcuts={isMain ? "/" : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && event.key !== "Enter") return;
          event.preventDefault();
          if (text.trim() !== (value ?? "")) onSettle(text.trim() || null);
          event.currentTarget.blur();
          onLeave?.();
        }}
        className={twMerge(
          fieldClass,
          "h-11 md:h-8 md:text-sm",
          value && "border-accent-text bg-accent-soft",
          className,
        )}
      />
    </div>
  );
}
