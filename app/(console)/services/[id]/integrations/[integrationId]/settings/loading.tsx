import { Skeleton, Loading as Waiting } from "#components/ui/skeleton";

export default function Loading() {
  return (
    <Waiting className="max-w-3xl space-y-4">
      {[3, 1, 1].map((fields, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards have no identity but their place
        <div key={at} className="space-y-3 rounded-md border bg-surface p-4">
          <Skeleton className="w-32" />
          {Array.from({ length: fields }, (_, field) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: neither have the fields
            <Skeleton key={field} className="h-9" />
          ))}
        </div>
      ))}
    </Waiting>
  );
}
