import { timingWords } from "#components/destination/timing-bar";
import { Badge } from "#components/ui/badge";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { CopyButton } from "#components/ui/copy-button";
import { Time } from "#components/ui/time";
import type { Attempt } from "#lib/browser/destination";
import { bytes, prettyJson } from "#lib/format";
import { asCurl } from "./as-curl";
import { attemptName } from "./attempt-name";

/** What was sent and what came back at one attempt. */
export function Exchange({ attempt }: { attempt: Attempt }) {
  return (
    <>
      <Response attempt={attempt} />
      <Request attempt={attempt} />
    </>
  );
}

function Response({ attempt }: { attempt: Attempt }) {
  const { at, status, error, response, remoteAddress } = attempt;
  return (
    <Card>
      <CardHeader
        title={
          <>
            Response to {attemptName(attempt)}
            {status !== null && <code className="ml-2 text-sm">{status}</code>}
          </>
        }
        description={
          <>
            <Time at={at} as="exact" />
            {remoteAddress && <> · {remoteAddress}</>} · {timingWords(attempt)}
          </>
        }
      />
      <CardBody className="flex flex-col gap-3">
        {error && <p className="text-sm text-triggered">{error}</p>}
        {!response && <p className="text-muted text-sm">There was no answer.</p>}
        {response && <Headers headers={response.headers} label="Response headers" />}
        {response &&
          (response.body ? (
            <Body text={response.body} label="the response body" truncated={response.truncated} />
          ) : (
            <p className="text-muted text-sm">The answer had no body.</p>
          ))}
      </CardBody>
    </Card>
  );
}

function Request({ attempt }: { attempt: Attempt }) {
  const { request } = attempt;
  if (!request) {
    return (
      <Card>
        <CardHeader title={`Request of ${attemptName(attempt)}`} />
        <CardBody className="text-muted text-sm">
          What was sent was not kept: the attempt ended before a request was made, or a worker stopped in the middle.
        </CardBody>
      </Card>
    );
  }
  return (
    <Card>
      <CardHeader
        title={`Request of ${attemptName(attempt)}`}
        description="Secrets are hidden."
        actions={request.method !== "SMTP" && <CopyButton text={asCurl(request)}>Copy as curl</CopyButton>}
      />
      <CardBody className="flex flex-col gap-3">
        <p className="flex items-baseline gap-2">
          <Badge tone="outline">{request.method}</Badge>
          <code className="min-w-0 break-all text-sm">{request.url}</code>
        </p>
        <Headers headers={request.headers} label="Request headers" />
        <Body text={request.body} label="the request body" truncated={false} />
      </CardBody>
    </Card>
  );
}

function Headers({ headers, label }: { headers: Record<string, string>; label: string }) {
  const entries = Object.entries(headers);
  return (
    <details className="group min-w-0">
      <summary className="touch inline-flex items-center text-muted text-sm hover:text-ink">
        {label} ({entries.length})
      </summary>
      <dl className="mt-2 grid gap-x-4 gap-y-1 font-mono text-xs sm:grid-cols-[minmax(8rem,auto)_1fr]">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted max-sm:mt-1">{name}</dt>
            <dd className="min-w-0 break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Body({ text, label, truncated }: { text: string; label: string; truncated: boolean }) {
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock code={prettyJson(text)} label={label} wrap />
      {truncated && <p className="text-muted text-sm">Cut off here: only the first {bytes(16_384)} are kept.</p>}
    </div>
  );
}
