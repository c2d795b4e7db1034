import { Badge } from "#components/ui/badge";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import type { Action } from "#db/vocabulary";
import type { Event, Sample } from "#lib/sources/contract";

/** A message as it is sent, and beside it what Tocsin makes of it. */
export function SampleCard({ sample: { title, payload, config, becomes } }: { sample: Sample<unknown> }) {
  return (
    <Card>
      <CardHeader title={title} />
      <CardBody className="grid gap-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-3">
          {config && <CodeBlock code={JSON.stringify(config, null, 2)} label="Settings of the integration" titled />}
          <CodeBlock code={JSON.stringify(payload, null, 2)} label="Message" titled />
        </div>
        <ul className="min-w-0 space-y-3 text-sm">
          {becomes.length === 0 && <li>It is heard, kept with the last requests, and opens no incident.</li>}
          {becomes.map((event) => (
            <li key={`${event.action} ${event.dedupKey}`}>
              <BecomesEvent event={event} />
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

const effects: Record<Action, { tone: "red" | "amber" | "green"; effect: string }> = {
  trigger: { tone: "red", effect: "Opens an incident, or joins the open one with this key." },
  acknowledge: { tone: "amber", effect: "Acknowledges the open incident with this key." },
  resolve: { tone: "green", effect: "Resolves the open incident with this key." },
};

function BecomesEvent({
  event: { action = "trigger", dedupKey, summary, severity, source },
}: {
  event: Partial<Event>;
}) {
  const { tone, effect } = effects[action];
  return (
    <div className="space-y-1">
      <p>
        <Badge tone={tone}>{action}</Badge> {effect}
      </p>
      <ul className="text-muted">
        <Line name="Dedup key" value={dedupKey} />
        <Line name="Summary" value={summary} />
        <Line name="Severity" value={severity} />
        <Line name="Source" value={source} />
      </ul>
    </div>
  );
}

function Line({ name, value }: { name: string; value: string | undefined }) {
  if (value === undefined) return null;
  return (
    <li className="break-words">
      {name}: <span className="text-ink">{value}</span>
    </li>
  );
}
