"use client";

import { Send } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { notifyFailure } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import type { IntegrationPlace } from "../../../../addresses";
import { trySample } from "../../actions";

type Props = {
  place: IntegrationPlace;
  samples: { title: string; payload: unknown }[];
  isEnabled: boolean;
};
type Sent = { title: string; status: number };

/** Sends one of the source's samples through the door, as the tool would. */
export function SendSample({ place, samples, isEnabled }: Props) {
  const [chosen, choose] = useState(0);
  const [sent, setSent] = useState<Sent>();
  const [isSending, start] = useTransition();
  const sample = samples[chosen];
  function send() {
    start(async () => {
      const { result, message } = await askAction(() => trySample(place.id, chosen));
      if (result) setSent({ title: result.sample, status: result.status });
      else
        notifyFailure("The sample was not sent", {
          description: message ?? "Reload the page and try again.",
          retry: send,
        });
    });
  }
  return (
    <Card>
      <CardHeader
        title="Send a sample"
        description="Goes through the same door as the tool's own requests, and opens a real incident."
      />
      <CardBody className="space-y-3">
        <Field label="Sample">
          {(control) => (
            <Select {...control} value={chosen} onChange={(event) => choose(Number(event.target.value))}>
              {samples.map(({ title }, at) => (
                <option key={title} value={at}>
                  {title}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <details className="text-sm">
          <summary className="w-fit text-muted hover:text-ink">Show what is sent</summary>
          <CodeBlock code={JSON.stringify(sample?.payload, null, 2)} label="the sample" className="mt-2" />
        </details>
        <Button onClick={send} loading={isSending} className="w-full">
          {!isSending && <Send aria-hidden />}
          Send sample
        </Button>
        {!isEnabled && (
          <p className="text-muted text-sm">The integration is disabled, so the sample will be refused.</p>
        )}
        <p role="status" className="text-muted text-sm empty:hidden">
          {sent && `Sent “${sent.title}”. The sender would have got ${sent.status}.`}
        </p>
      </CardBody>
    </Card>
  );
}
