import { Loading, Skeleton } from "#components/ui/skeleton";

export default function IncidentLoading() {
  return (
    <Loading label="Loading the incident">
      <Skeleton className="mb-2 w-20" />
      <Skeleton className="mb-3 h-7 w-2/3" />
      <div className="mb-5 flex gap-4">
        <Skeleton className="h-6 w-28 rounded-full" />
        <Skeleton className="w-20" />
        <Skeleton className="w-40" />
      </div>
      <div className="mb-5 flex gap-2">
        <Skeleton className="h-8 w-32" />
        <Skeleton className="h-8 w-24" />
        <Skeleton className="h-8 w-24" />
      </div>
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-40 rounded-md" />
          <Skeleton className="h-56 rounded-md" />
        </div>
        <Skeleton className="h-96 rounded-md" />
      </div>
    </Loading>
  );
}
