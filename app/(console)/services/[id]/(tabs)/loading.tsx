import { Skeleton, Loading as Waiting } from "#components/ui/skeleton";

export default function Loading() {
  return (
    <Waiting className="rounded-md border bg-surface">
      {[48, 62, 39, 55].map((width) => (
        <div key={width} className="flex h-14 items-center gap-4 border-b px-4 last:border-b-0">
          <Skeleton className="size-8" />
          <span className="flex-1">
            <Skeleton style={{ width: `${width}%` }} />
          </span>
          <Skeleton className="w-24" />
        </div>
      ))}
    </Waiting>
  );
}
