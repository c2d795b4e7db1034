"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { notify } from "#components/ui/toast";
import { saveProfile } from "./actions";

type Props = { name: string; timeZone: string; zones: string[] };

export function ProfileForm({ name, timeZone, zones }: Props) {
  return (
    <AnsweredForm action={saveProfile} onResult={() => notify("Your profile is saved")}>
      {(answer) => {
        const zone = answer.values.timeZone ?? answer.result?.timeZone ?? timeZone;
        return (
          <>
            <FormLeaveGuard answer={answer} />
            <CardBody className="flex flex-col gap-4">
              <TextField
                answer={answer}
                name="name"
                label="Name"
                autoComplete="name"
                defaultValue={answer.result?.name ?? name}
              />
              <Field label="Time zone" error={answer.fields.timeZone}>
                {(control) => (
                  <Select {...control} key={zone} name="timeZone" defaultValue={zone}>
                    {zones.map((each) => (
                      <option key={each} value={each}>
                        {each.replaceAll("_", " ")}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
            </CardBody>
            <CardFooter>
              <SubmitButton>Save</SubmitButton>
            </CardFooter>
          </>
        );
      }}
    </AnsweredForm>
  );
}
