import type { Metadata } from "next";
import { ChartLegend, RequestChart } from "#components/destination/request-chart";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { failuresByClass, requestsOfDestination } from "#db/queries/destination-health";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";
import { dayAndMinute, plural } from "#lib/format";
import { everyStretch, hourMs } from "../../../hours";
import { shownDestination } from "../../../read-shown";
import { Failures } from "./failures";
import { Standing } from "./standing";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await permit("responder");
  return { title: `Health of ${(await shownDestination((await params).id)).name}` };
}

const spans = [
  { title: "Last 24 hours", stretchMs: hourMs, howMany: 24, labelEvery: 6, isShort: true },
  { title: "Last 7 days", stretchMs: 6 * hourMs, howMany: 28, labelEvery: 8, isShort: false },
];

export default async function DestinationHealthPage({ params }: Props) {
  const person = await permit("responder");
  const destination = await shownDestination((await params).id);
  const at = now();
  const weekAgo = new Date(at.getTime() - 7 * 24 * hourMs);
  const [failures, ...requests] = await Promise.all([
    failuresByClass(destination.id, weekAgo),
    ...spans.map((span) => requestsIn(destination.id, span, at)),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <Standing health={destination.health} />
      <div className="grid gap-4 xl:grid-cols-2">
        {spans.map(({ title, labelEvery, isShort }, place) => {
          const bars = (requests[place] ?? []).map((bar) => {
            const label = dayAndMinute(bar.at, person.timeZone);
            const [day = "", minute = ""] = label.split(", ");
            return { ...bar, label, tick: isShort ? minute : day };
          });
          return (
            <Card key={title}>
              <CardHeader title={title} description={sumText(bars)} actions={<ChartLegend />} />
              <CardBody>
                <RequestChart bars={bars} labelEvery={labelEvery} title={`Requests, ${title.toLowerCase()}`} />
              </CardBody>
            </Card>
          );
        })}
      </div>
      <Failures
        destinationId={destination.id}
        failures={failures.map(({ lastAt, ...rest }) => ({ ...rest, lastAt: lastAt.toISOString() }))}
      />
    </div>
  );
}

async function requestsIn(id: string, { stretchMs, howMany }: { stretchMs: number; howMany: number }, at: Date) {
  const from = new Date(at.getTime() - howMany * stretchMs);
  return everyStretch(await requestsOfDestination(id, from, stretchMs), from, stretchMs, howMany);
}

function sumText(bars: { ok: number; bad: number }[]): string {
  const ok = bars.reduce((sum, bar) => sum + bar.ok, 0);
  const all = bars.reduce((sum, bar) => sum + bar.bad, ok);
  if (all === 0) return "No requests";
  return `${Math.floor((ok / all) * 1000) / 10} % of ${plural(all, "request")} delivered`;
}
