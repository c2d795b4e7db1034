"use client";

import { Button } from "#components/ui/button";

type Props = { onMore: () => void; loading?: boolean; label?: string };

/** The end of a page of a list: reads the next one. Draw it only when there is one. */
export function LoadMore({ onMore, loading = false, label = "Show more" }: Props) {
  return (
    <div className="flex justify-center border-t p-2">
      <Button variant="ghost" loading={loading} onClick={onMore}>
        {label}
      </Button>
    </div>
  );
}
