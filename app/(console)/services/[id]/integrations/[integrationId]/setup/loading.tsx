import { Skeleton, Loading as Waiting } from "#components/ui/skeleton";

export default function Loading() {
  return (
    <Waiting className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="space-y-4 rounded-md border bg-surface p-4">
        <Skeleton className="w-32" />
        <Skeleton className="h-9" />
        <Skeleton className="w-32" />
        <Skeleton className="h-9" />
      </div>
      <div className="space-y-3 rounded-md border bg-surface p-4">
        <Skeleton className="w-48" />
        <Skeleton className="h-8" />
      </div>
    </Waiting>
  );
}
