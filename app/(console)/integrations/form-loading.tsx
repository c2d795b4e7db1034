import { Loading, Skeleton } from "#components/ui/skeleton";

/** The form while it is read: labels and fields of its own shape. */
export function FormLoading() {
  return (
    <Loading label="Loading the integration">
      <Skeleton className="mb-1 w-28" />
      <Skeleton className="mb-5 h-7 w-72" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="rounded-md border bg-surface p-4">
          {[28, 64, 92].map((width) => (
            <div key={width} className="mb-5">
              <Skeleton className="mb-2" style={{ width }} />
              <Skeleton className="h-9" />
            </div>
          ))}
          <Skeleton className="h-10" />
        </div>
        <Skeleton className="h-64 max-lg:hidden" />
      </div>
    </Loading>
  );
}
