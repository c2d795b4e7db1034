import { ChevronUp } from "lucide-react";
import { Button } from "#components/ui/button";
import { verdictInBrief } from "./preview-words";
import type { Preview } from "./use-preview";

type Props = { isDirty: boolean; isSaving: boolean; preview: Preview; onDiscard: () => void };

/** The buttons of the form; they stay in sight, on a phone with the preview in a line. */
export function MappingButtons({ isDirty, isSaving, preview, onDiscard }: Props) {
  return (
    <div className="sticky bottom-0 z-20 -mx-3 border-t bg-canvas px-3 py-3 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] md:mx-0 md:px-0">
      {preview.shown && (
        <a href="#preview" className="mb-2 flex min-w-0 items-center gap-1.5 text-sm lg:hidden">
          <ChevronUp aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="truncate">{verdictInBrief(preview.shown)}</span>
        </a>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isDirty && (
          <span className="mr-auto text-muted text-sm max-md:hidden" role="status">
            Not saved yet
          </span>
        )}
        {isDirty && (
          <Button onClick={onDiscard} disabled={isSaving} className="max-md:flex-1">
            Discard changes
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          loading={isSaving}
          disabled={isSaving || !isDirty}
          className="max-md:flex-1"
        >
          Save mapping
        </Button>
      </div>
    </div>
  );
}
