import Link from "next/link";
import { Button } from "#components/ui/button";
import { galleryAt } from "./addresses";

type Props = {
  isNew: boolean;
  isDirty: boolean;
  busy: "saving" | "testing" | "checking" | undefined;
  /** Absent where the channel has no silent check. */
  onCheck: (() => void) | undefined;
  onTest: () => void;
  onReset: () => void;
};

/** The buttons of the form; they stay in sight. */
export function FormButtons({ isNew, isDirty, busy, onCheck, onTest, onReset }: Props) {
  return (
    <div className="sticky bottom-0 z-20 -mx-3 flex flex-wrap items-center justify-end gap-2 border-t bg-canvas px-3 py-3 max-md:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] md:mx-0 md:px-0">
      {!isNew && isDirty && (
        <span className="mr-auto text-muted text-sm max-md:hidden" role="status">
          Not saved yet
        </span>
      )}
      {isNew ? (
        <Button asChild className="max-md:hidden">
          <Link href={galleryAt}>Cancel</Link>
        </Button>
      ) : (
        isDirty && (
          <Button onClick={onReset} disabled={busy !== undefined}>
            Discard changes
          </Button>
        )
      )}
      {onCheck && (
        <Button onClick={onCheck} loading={busy === "checking"} disabled={busy !== undefined} className="max-md:flex-1">
          Check credentials
        </Button>
      )}
      <Button onClick={onTest} loading={busy === "testing"} disabled={busy !== undefined} className="max-md:flex-1">
        Test integration
      </Button>
      <Button
        type="submit"
        variant="primary"
        loading={busy === "saving"}
        disabled={busy !== undefined || (!isNew && !isDirty)}
        className="max-md:flex-1"
      >
        {isNew ? "Add integration" : "Save"}
      </Button>
    </div>
  );
}
