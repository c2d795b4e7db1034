import { Loading, Skeleton } from "#components/ui/skeleton";

export default function IntegrationsLoading() {
  return (
    <Loading label="Loading integrations">
      <Skeleton className="mb-1 h-7 w-36" />
      <Skeleton className="mb-4 w-64" />
      <div className="mb-5 flex gap-3">
        <Skeleton className="h-9 w-96 max-md:flex-1" />
        <Skeleton className="h-8 w-64 max-md:hidden" />
      </div>
      <Skeleton className="mb-3 w-24" />
      <div className="grid gap-3 md:grid-cols-2 2xl:grid-cols-3">
        {[46, 62, 54].map((width) => (
          <div key={width} className="flex h-44 flex-col gap-3 rounded-md border bg-surface p-4">
            <div className="flex gap-3">
              <Skeleton className="size-8" />
              <div className="flex flex-1 flex-col gap-1.5">
                <Skeleton style={{ width: `${width}%` }} />
                <Skeleton className="w-28" />
              </div>
            </div>
            <Skeleton className="w-40" />
            <div className="mt-auto flex justify-between border-t pt-3">
              <Skeleton className="w-32" />
              <Skeleton className="h-6 w-24" />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  );
}
