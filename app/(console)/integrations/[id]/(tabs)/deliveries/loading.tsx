import { LogLoading } from "./log-states";

export default function Loading() {
  return (
    <div className="rounded-md border bg-surface">
      <LogLoading />
    </div>
  );
}
