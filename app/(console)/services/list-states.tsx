import { Loading, Skeleton } from "#components/ui/skeleton";

/** Rows of the list of services while it is read. */
export function ServicesLoading() {
  return (
    <Loading label="Loading services" className="rounded-md border bg-surface">
      {[34, 22, 41, 28, 37].map((width) => (
        <div key={width} className="flex h-14 items-center gap-4 border-b px-4 last:border-b-0">
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="hidden w-20 md:block" />
          <Skeleton className="hidden w-24 md:block" />
          <Skeleton className="w-28" />
        </div>
      ))}
    </Loading>
  );
}
