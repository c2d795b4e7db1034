import { Skeleton, Loading as Waiting } from "#components/ui/skeleton";

export default function Loading() {
  return (
    <Waiting label="Loading the mapping" className="grid gap-4 lg:grid-cols-[minmax(0,6fr)_minmax(0,5fr)]">
      <div className="space-y-3 rounded-md border bg-surface p-4 lg:col-start-2 lg:row-start-1">
        <Skeleton className="w-48" />
        <Skeleton className="h-32" />
        <Skeleton className="h-8" />
        <Skeleton className="h-48" />
      </div>
      <div className="rounded-md border bg-surface p-4 lg:col-start-1 lg:row-start-1">
        {[28, 64, 92, 76, 84].map((width) => (
          <div key={width} className="mb-5">
            <Skeleton className="mb-2" style={{ width }} />
            <Skeleton className="h-9" />
          </div>
        ))}
      </div>
    </Waiting>
  );
}
