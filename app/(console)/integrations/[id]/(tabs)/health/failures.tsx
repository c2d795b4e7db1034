import { CircleCheck } from "lucide-react";
import { Card, CardHeader } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Table, Td, Th, Tr } from "#components/ui/table";
import { TextLink } from "#components/ui/text-link";
import { Time } from "#components/ui/time";
import type { AttemptClass } from "#db/vocabulary";
import { count } from "#lib/format";
import { deliveryAt } from "../../../addresses";
import { classWords } from "../../../class-words";

type Failure = {
  class: AttemptClass;
  attempts: number;
  lastAt: string;
  lastError: string | null;
  lastDeliveryId: string;
};

/** Why attempts failed, in words, the most frequent reason first. */
export function Failures({ destinationId, failures }: { destinationId: string; failures: Failure[] }) {
  return (
    <Card>
      <CardHeader title="Why attempts failed" description="The last 7 days, among the newest 5,000 messages." />
      {failures.length === 0 && (
        <EmptyState icon={<CircleCheck />} title="No attempt failed" className="py-10">
          When one does, its reason is counted here.
        </EmptyState>
      )}
      {failures.length > 0 && (
        <Table label="Why attempts failed">
          <thead>
            <tr>
              <Th>Reason</Th>
              <Th className="text-right">Attempts</Th>
              <Th>Last</Th>
              <Th className="max-md:hidden">What it said</Th>
            </tr>
          </thead>
          <tbody>
            {failures.map((failure) => (
              <Tr key={failure.class}>
                <Td>{classWords[failure.class]}</Td>
                <Td className="text-right tabular-nums">{count(failure.attempts)}</Td>
                <Td className="whitespace-nowrap">
                  <TextLink href={deliveryAt(destinationId, failure.lastDeliveryId)}>
                    <Time at={failure.lastAt} />
                  </TextLink>
                </Td>
                <Td className="text-muted max-md:hidden">{failure.lastError}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
