"use client";

import { AnsweredForm } from "#components/forms/answered-form";
import { KeptSelect } from "#components/forms/kept-select";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { Severity } from "#components/ui/severity";
import { Textarea } from "#components/ui/textarea";
import { notify } from "#components/ui/toast";
import type { ServiceView } from "#db/queries/services";
import { severities } from "#db/vocabulary";
import { saveService } from "../../../actions";

/** Name, description, and how urgent an incident of each severity is. */
export function SettingsForm({ service, mayChange }: { service: ServiceView; mayChange: boolean }) {
  return (
    <AnsweredForm
      action={saveService.bind(null, service.id)}
      onResult={(saved: string) => notify(saved)}
      className="[&>[role=alert]]:m-4"
    >
      {(answer) => (
        <fieldset disabled={!mayChange} className="contents">
          <FormLeaveGuard answer={answer} />
          <CardBody className="space-y-4">
            <TextField
              answer={answer}
              name="name"
              label="Name"
              defaultValue={service.name}
              autoComplete="off"
              maxLength={120}
            />
            <Field label="Description" optional error={answer.fields.description}>
              {(control) => (
                <Textarea
                  {...control}
                  name="description"
                  defaultValue={answer.values.description ?? service.description}
                  maxLength={2000}
                />
              )}
            </Field>
            <fieldset>
              <legend className="font-medium text-sm">Urgency of a new incident</legend>
              <p className="text-muted text-sm">
                By how bad the sender says it is. High wakes people; low waits for working hours.
              </p>
              <div className="mt-2 divide-y rounded-md border">
                {severities.toReversed().map((severity) => (
                  <div key={severity} className="flex items-center justify-between gap-4 px-3 py-1.5 text-sm">
                    <label htmlFor={`urgency-${severity}`}>
                      <Severity level={severity} />
                    </label>
                    <span className="w-28">
                      <KeptSelect
                        id={`urgency-${severity}`}
                        name={`urgencies.${severity}`}
                        answer={answer}
                        saved={service.urgencies[severity] ?? "high"}
                      >
                        <option value="high">High</option>
                        <option value="low">Low</option>
                      </KeptSelect>
                    </span>
                  </div>
                ))}
              </div>
            </fieldset>
          </CardBody>
          {mayChange && (
            <CardFooter>
              <SubmitButton>Save service</SubmitButton>
            </CardFooter>
          )}
        </fieldset>
      )}
    </AnsweredForm>
  );
}
