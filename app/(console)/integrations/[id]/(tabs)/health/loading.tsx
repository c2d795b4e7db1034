import { Loading, Skeleton } from "#components/ui/skeleton";

export default function HealthLoading() {
  return (
    <Loading label="Loading the health" className="flex flex-col gap-4">
      <Skeleton className="h-16" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-60" />
        <Skeleton className="h-60" />
      </div>
      <Skeleton className="h-40" />
    </Loading>
  );
}
