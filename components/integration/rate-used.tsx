"use client";

import { useNow } from "#components/ui/time";
import { count } from "#lib/format";

type Props = {
  used: number;
  limit: number /** When `used` was read: it counts for that minute only. */;
  readAt: number;
};

/** How much of the limit of this minute is used: "14 of 120". */
export function RateUsed({ used, limit, readAt }: Props) {
  const isOfThisMinute = Math.floor(useNow() / 60_000) === Math.floor(readAt / 60_000);
  const usedNow = isOfThisMinute ? used : 0;
  const isFull = limit > 0 && usedNow >= limit;
  return (
    <span className={isFull ? "font-medium text-triggered tabular-nums" : "tabular-nums"}>
      {count(usedNow)} <span className="text-muted">{limit > 0 ? `of ${count(limit)}` : "· no limit"}</span>
    </span>
  );
}
