const thousand = 1_000;
/** Unix times beyond this are milliseconds: in seconds it is the year 5138. */
const firstMilliseconds = 1e11;

/** Why a message signed at `time` (a Unix time) must not be taken; undefined when it is fresh. */
export function staleness(time: string, now: Date, toleranceSeconds: number): string | undefined {
  if (!/^\d{1,15}$/.test(time)) return "The time of the signature is not a Unix time, so its age cannot be checked.";
  const given = Number(time);
  const ageSeconds = now.getTime() / thousand - (given > firstMilliseconds ? given / thousand : given);
  if (Math.abs(ageSeconds) <= toleranceSeconds) return undefined;
  const apart = `${Math.round(Math.abs(ageSeconds))} seconds ${ageSeconds > 0 ? "ago" : "from now"}`;
  return `The request was signed ${apart}, more than the ${toleranceSeconds} that are allowed. It is a repeat of an old one, or a clock is wrong: check those of both machines.`;
}
