"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { PressArea, PressButton } from "#components/ui/press-button";
import { Textarea } from "#components/ui/textarea";
import type { Incident } from "#lib/browser/incident";
import { isTakenKey } from "#lib/browser/keys";
import { readPresses } from "#lib/browser/press-store";
import { type Press, unsentOf } from "#lib/browser/presses";
import { useIncidentVerbs } from "../incident-verbs";
import { usePresses } from "../use-presses";

/** Writes a note into the timeline. */
export function NoteForm({ incident }: { incident: Incident }) {
  const verbs = useIncidentVerbs();
  const router = useRouter();
  const [text, setText] = useState("");
  const [saving, startSaving] = useTransition();
  useClearWhenSent(incident.id, text, setText);
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
    if (saving || !text.trim()) return;
    startSaving(async () => {
      const tried = unsentOf(readPresses(), incident.id).filter((press) => isNote(press, incident.id, text));
      const { answered } = tried.length > 0 ? await verbs.retry(tried) : await verbs.note(incident, text);
      if (answered) router.refresh();
    });
  }

  return (
    <form
      data-press-area
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
        <span className="text-faint text-xs max-md:hidden">Ctrl + Enter to add</span>
        <PressArea>
          <PressButton type="submit" loading={saving} disabled={!text.trim()} className="ml-auto">
            Add note
          </PressButton>
        </PressArea>
      </div>
    </form>
  );
}

/** Empties the field once its text is in the timeline, also by a retry; a note that did not arrive, or was dismissed, stays in it. */
function useClearWhenSent(incidentId: string, text: string, setText: (text: string) => void): void {
  const presses = usePresses();
  const [sending, setSending] = useState<{ id: string; text: string }>();
  const found = presses.find((press) => press.state !== "dismissed" && isNote(press, incidentId, text));
  if (found && found.id !== sending?.id) setSending({ id: found.id, text });
  else if (sending && !presses.some(({ id }) => id === sending.id)) {
    setSending(undefined);
    if (text === sending.text) setText("");
  }
}

function isNote({ act, seen }: Press, incidentId: string, text: string): boolean {
  return act.verb === "note" && seen.id === incidentId && act.text === text;
}
