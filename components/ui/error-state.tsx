import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";

type Props = {
  /** What failed: "The incidents could not be read". */
  title: string;
  /** For a page that is nothing else: the title is its heading. */
  wholePage?: boolean;
  /** Why, and what to do now. */
  children?: ReactNode;
  onRetry?: () => void;
  retrying?: boolean;
  action?: ReactNode;
  className?: string;
};

/** Something that could not be shown: says what failed and offers Retry. */
export function ErrorState({ title, wholePage = false, children, onRetry, retrying, action, className }: Props) {
  const Title = wholePage ? "h1" : "p";
  return (
    <div role="alert" className={twMerge("flex flex-col items-center px-6 py-14 text-center", className)}>
      <CircleAlert aria-hidden className="mb-3 size-7 stroke-[1.5] text-triggered" />
      <Title className="font-medium text-base">{title}</Title>
      {children && <div className="mt-1 max-w-md text-balance text-muted text-sm">{children}</div>}
      {(onRetry || action) && (
        <div className="mt-4 flex flex-wrap justify-center gap-2">
          {onRetry && (
            <Button onClick={onRetry} loading={retrying ?? false}>
              Retry
            </Button>
          )}
          {action}
        </div>
      )}
    </div>
  );
}
