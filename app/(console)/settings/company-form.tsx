"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { notify } from "#components/ui/toast";
import { saveCompany } from "./actions";

export function CompanyForm({ name }: { name: string }) {
  return (
    <AnsweredForm action={saveCompany} onResult={(saved) => notify(`The company is called ${saved} now`)}>
      {(answer) => (
        <>
          <FormLeaveGuard answer={answer} />
          <CardBody>
            <TextField
              answer={answer}
              name="name"
              label="Name"
              autoComplete="organization"
              defaultValue={answer.result ?? name}
            />
          </CardBody>
          <CardFooter>
            <SubmitButton>Save</SubmitButton>
          </CardFooter>
        </>
      )}
    </AnsweredForm>
  );
}
