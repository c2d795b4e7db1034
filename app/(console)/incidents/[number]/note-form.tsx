"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { Button } from "#components/ui/button";
import { Textarea } from "#components/ui/textarea";
import type { Incident } from "#lib/browser/incident";
import { isTakenKey } from "#lib/browser/keys";
import { useIncidentVerbs } from "../incident-verbs";

/** Writes a note into the timeline. */
export function NoteForm({ incident }: { incident: Incident }) {
  const verbs = useIncidentVerbs();
  const router = useRouter();
  const [text, setText] = useState("");
  const [saving, startSaving] = useTransition();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    function focusOnN(event: KeyboardEvent) {
      if (event.key !== "n" || isTakenKey(event)) return;
      event.preventDefault();
      field.current?.focus();
    }
    window.addEventListener("keydown", focusOnN);
    return () => window.removeEventListener("keydown", focusOnN);
  }, []);

  function save() {
    if (!text.trim()) return;
    startSaving(async () => {
      if (await verbs.note(incident, text)) setText("");
      router.refresh();
    });
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="flex flex-col gap-2"
    >
      <Textarea
        ref={field}
        aria-label="Note"
        placeholder="What was seen, what was done"
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save();
        }}
      />
      <div className="flex items-center justify-between gap-2">
        <span className="text-faint text-xs max-md:hidden">Ctrl Enter adds it</span>
        <Button type="submit" loading={saving} disabled={!text.trim()} className="ml-auto">
          Add note
        </Button>
      </div>
    </form>
  );
}
