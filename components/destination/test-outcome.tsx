import { Banner } from "#components/ui/banner";
import { CodeBlock } from "#components/ui/code-block";
import { Time } from "#components/ui/time";
import { duration } from "#lib/format";

type Props = {
  result: {
    delivered: boolean;
    status: number | null;
    error: string | null;
    durationMs: number;
    responseBody: string | null;
    at: string;
  };
  /** The settings were changed after the test. */
  isStale: boolean;
  /** A link to the entry in the log. */
  children?: React.ReactNode;
};

/** What came of a test message: the status, the time it took, and the beginning of the answer. */
export function TestOutcome({ result, isStale, children }: Props) {
  const { delivered, status, error, durationMs, responseBody, at } = result;
  const answer = status === null ? "There was no answer" : `The server answered ${status}`;
  return (
    <Banner
      tone={delivered ? "success" : "danger"}
      title={delivered ? "The test message was delivered" : "The test message was not delivered"}
    >
      <div className="flex flex-col gap-2">
        <p>
          {error ?? `${answer}.`} It took {duration(durationMs)}. Sent <Time at={at} />. {children}
        </p>
        {isStale && <p>The settings have changed since; test them again.</p>}
        {responseBody?.trim() ? (
          <CodeBlock
            code={responseBody}
            label="The beginning of the answer"
            titled
            wrap
            className="text-ink [&_pre]:max-h-40"
          />
        ) : (
          status !== null && <p>The answer had no body.</p>
        )}
      </div>
    </Banner>
  );
}
