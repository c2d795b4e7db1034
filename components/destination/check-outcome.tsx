import { Banner } from "#components/ui/banner";
import { Time } from "#components/ui/time";
import { duration } from "#lib/format";

type Props = {
  result: { passed: boolean; class: string; summary: string; durationMs: number; at: string };
  /** The settings were changed after the check. */
  isStale: boolean;
};

/** What came of a silent check: accepted, refused, or not answered at all. */
export function CheckOutcome({ result, isStale }: Props) {
  const { passed, summary, durationMs, at } = result;
  return (
    <Banner tone={passed ? "success" : "danger"} title={titleOf(result)}>
      <p>
        {summary} It took {duration(durationMs)}. Checked <Time at={at} />. Nobody got a message.
      </p>
      {isStale && <p>The settings have changed since; check them again.</p>}
    </Banner>
  );
}

function titleOf({ passed, class: ended }: Props["result"]): string {
  if (passed) return "The credentials work";
  return ended === "blocked" ? "The credentials were refused" : "The credentials could not be checked";
}
