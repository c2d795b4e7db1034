import { Loading, Skeleton } from "#components/ui/skeleton";

export default function DeliveryLoading() {
  return (
    <Loading label="Loading the delivery">
      <Skeleton className="mb-1 w-64" />
      <Skeleton className="mb-2 h-7 w-96 max-w-full" />
      <Skeleton className="mb-5 w-72" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex flex-col gap-4">
          <Skeleton className="h-48" />
          <Skeleton className="h-72" />
        </div>
        <Skeleton className="h-56" />
      </div>
    </Loading>
  );
}
