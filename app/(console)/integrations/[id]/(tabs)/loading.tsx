import { Loading, Skeleton } from "#components/ui/skeleton";

export default function TabLoading() {
  return (
    <Loading label="Loading the integration" className="rounded-md border bg-surface">
      {[52, 64, 46, 70, 58, 66].map((width) => (
        <div key={width} className="flex h-14 items-center gap-4 border-b px-4 last:border-b-0">
          <Skeleton className="w-20" />
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="w-24 max-sm:hidden" />
        </div>
      ))}
    </Loading>
  );
}
