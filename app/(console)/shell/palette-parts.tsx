"use client";

import { Command } from "cmdk";
import type { ReactNode } from "react";
import { Kbd } from "#components/ui/kbd";

/** Whether something with this name fits what was typed: each word is in it. */
export function fits(name: string, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/);
  return words.every((word) => name.toLowerCase().includes(word));
}

/** What does something, or leads somewhere, by its name. */
export type Named = { label: string; icon: ReactNode; key?: string | undefined; does: () => void };

/** The commands that fit what was typed, under a heading. */
export function Commands({ heading, text, commands }: { heading: string; text: string; commands: Named[] }) {
  const fitting = commands.filter(({ label }) => fits(label, text));
  if (fitting.length === 0) return null;
  return (
    <Group heading={heading}>
      {fitting.map(({ label, icon, key, does }) => (
        <Entry key={label} value={`${heading} ${label}`} onSelect={does}>
          {icon}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          {key && <Kbd>{key}</Kbd>}
        </Entry>
      ))}
    </Group>
  );
}

export function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={<span className="block truncate px-2 pt-2 pb-1 text-faint text-xs">{heading}</span>}
      className="pb-1"
    >
      {children}
    </Command.Group>
  );
}

export function Entry({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="touch flex h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 text-sm data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {children}
    </Command.Item>
  );
}
