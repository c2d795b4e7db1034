import { RequestsLoading } from "./log-states";

export default function Loading() {
  return (
    <div className="rounded-md border bg-surface">
      <RequestsLoading />
    </div>
  );
}
