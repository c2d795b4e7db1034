import { Inbox } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { EmptyState } from "#components/ui/empty-state";
import { type IntegrationPlace, setupAt } from "../../../../addresses";

type Props = {
  place: IntegrationPlace;
  /** A command that sends an alert. */
  command: string | undefined;
  mayChange: boolean;
  onPaste: () => void;
};

/** Before anything arrived: how to get a request to map. */
export function NothingYet({ place, command, mayChange, onPaste }: Props) {
  return (
    <Card aria-label="Body of the request">
      <EmptyState
        icon={<Inbox />}
        title="Nothing has arrived yet"
        className="py-8"
        action={
          <>
            <Button onClick={onPaste}>Paste an example</Button>
            <Button asChild>
              <Link href={setupAt(place)}>Send a sample</Link>
            </Button>
          </>
        }
      >
        Let the tool send something: it shows here by itself{mayChange && ", and you press its values into the fields"}.
        Or paste a body the tool would send.
      </EmptyState>
      {command && (
        <CardBody className="space-y-2 border-t">
          <h2 className="font-medium text-sm">Send one now</h2>
          <CodeBlock code={command} label="the command" wrap />
        </CardBody>
      )}
    </Card>
  );
}
