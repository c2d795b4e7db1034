"use client";

import Link from "next/link";
import { AnsweredForm } from "#components/forms/answered-form";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { Button } from "#components/ui/button";
import { CardBody, CardFooter } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Textarea } from "#components/ui/textarea";
import { addService } from "../actions";

export function ServiceForm({ type }: { type: string | undefined }) {
  return (
    <AnsweredForm action={addService} className="[&>[role=alert]]:m-4">
      {(answer) => (
        <>
          <FormLeaveGuard answer={answer} />
          {type && <input type="hidden" name="type" value={type} />}
          <CardBody className="space-y-4">
            <TextField
              answer={answer}
              name="name"
              label="Name"
              hint="As people say it on the phone, such as “Payments”."
              autoComplete="off"
              autoFocus
              maxLength={120}
            />
            <Field
              label="Description"
              optional
              hint="What it does and who it matters to, for somebody who was just woken."
              error={answer.fields.description}
            >
              {(control) => (
                <Textarea {...control} name="description" defaultValue={answer.values.description} maxLength={2000} />
              )}
            </Field>
          </CardBody>
          <CardFooter>
            <Button asChild>
              <Link href="/services">Cancel</Link>
            </Button>
            <SubmitButton>Add service</SubmitButton>
          </CardFooter>
        </>
      )}
    </AnsweredForm>
  );
}
