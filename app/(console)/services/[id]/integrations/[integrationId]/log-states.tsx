import { Loading, Skeleton } from "#components/ui/skeleton";

/** Rows of the log while it is read. */
export function RequestsLoading() {
  return (
    <Loading label="Loading requests">
      {[52, 38, 61, 45, 57, 40].map((width) => (
        <div key={width} className="flex h-14 items-center gap-4 border-b px-4 last:border-b-0 md:h-10">
          <Skeleton className="w-20" />
          <Skeleton className="w-20" />
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="hidden w-14 md:block" />
        </div>
      ))}
    </Loading>
  );
}
