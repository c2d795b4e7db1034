"use client";

import { useNow } from "#components/ui/time";

type Props = {
  until: string;
  /** Said before the time that is left: "Next try in". */
  before: string;
  /** Said instead when nothing is left. */
  over: string;
};

/** The time left until a moment, second by second: "Next try in 0:42". */
export function Countdown({ until, before, over }: Props) {
  const left = Math.ceil((new Date(until).getTime() - useNow(1000)) / 1000);
  if (left <= 0) return <>{over}</>;
  return (
    <>
      {before}{" "}
      <time dateTime={until} className="font-medium text-ink">
        {clockText(left)}
      </time>
    </>
  );
}

function clockText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
