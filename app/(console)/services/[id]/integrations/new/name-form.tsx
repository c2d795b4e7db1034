"use client";

import Link from "next/link";
import { AnsweredForm } from "#components/forms/answered-form";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardFooter } from "#components/ui/card";
import { SourceLogo } from "#components/ui/source-logo";
import { galleryAt } from "../../../addresses";
import { addIntegration } from "../actions";

type Props = { serviceId: string; source: { id: string; name: string; icon: string | undefined } };

/** The last step of adding an integration: its name. */
export function NameForm({ serviceId, source }: Props) {
  const add = addIntegration.bind(null, serviceId);
  return (
    <Card>
      <AnsweredForm action={add} className="[&>[role=alert]]:m-4">
        {(answer) => (
          <>
            <FormLeaveGuard answer={answer} />
            <input type="hidden" name="type" value={source.id} />
            <CardBody className="flex items-start gap-4">
              <SourceLogo icon={source.icon} name={source.name} size="large" className="mt-6 max-sm:hidden" />
              <div className="min-w-0 flex-1">
                <TextField
                  answer={answer}
                  name="name"
                  label="Name"
                  hint="Say which one it is, such as “Production Alertmanager”. It stands in timelines and logs."
                  defaultValue={source.name}
                  autoComplete="off"
                  autoFocus
                  maxLength={120}
                  onFocus={(event) => event.currentTarget.select()}
                />
              </div>
            </CardBody>
            <CardFooter>
              <Button asChild>
                <Link href={galleryAt(serviceId)}>Back to the gallery</Link>
              </Button>
              <SubmitButton>Add integration</SubmitButton>
            </CardFooter>
          </>
        )}
      </AnsweredForm>
    </Card>
  );
}
