import { Skeleton } from "#components/ui/skeleton";
import { ServicesLoading } from "./list-states";

export default function Loading() {
  return (
    <>
      <Skeleton className="mb-1 h-7 w-32" />
      <Skeleton className="mb-4 w-80 max-w-full" />
      <Skeleton className="mb-3 h-9 w-80 max-w-full" />
      <ServicesLoading />
    </>
  );
}
