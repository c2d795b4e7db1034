import { Skeleton } from "#components/ui/skeleton";
import { IncidentsLoading } from "./list-states";

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-4 h-7 w-36" />
      <div className="flex h-9 items-center gap-6 border-b">
        {[40, 38, 64, 66, 24].map((width) => (
          <Skeleton key={width} style={{ width }} />
        ))}
      </div>
      <div className="flex gap-2 py-3">
        <Skeleton className="h-8 w-72 max-md:flex-1" />
        <Skeleton className="hidden h-8 w-96 md:block" />
      </div>
      <div className="rounded-md border bg-surface">
        <IncidentsLoading />
      </div>
    </>
  );
}
