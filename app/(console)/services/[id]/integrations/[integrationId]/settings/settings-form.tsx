"use client";

import { useState } from "react";
import { AnsweredForm } from "#components/forms/answered-form";
import { ConfigFields } from "#components/forms/config-fields";
import { KeptSelect } from "#components/forms/kept-select";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { Field as LabelledField } from "#components/ui/field";
import { notify } from "#components/ui/toast";
import { type Severity, severities } from "#db/vocabulary";
import { configOf, problemsOfConfig, startingValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import { UnsavedGuard } from "../../../../unsaved-guard";
import { saveIntegration } from "../../actions";

type Props = {
  id: string;
  settings: { name: string; defaultSeverity: Severity; rateLimitPerMinute: number; signatureHeader: string | null };
  /** Where the source looks for the proof unless told otherwise; null where it cannot be told. */
  usualHeader: string | null;
  fields: Field[];
  config: Record<string, unknown>;
  mayChange: boolean;
};

const severityTexts: Record<Severity, string> = {
  critical: "Critical",
  error: "Error",
  warning: "Warning",
  info: "Info",
};

/** Name, limit, default severity, the header of the proof, and what the source lets one configure. */
export function SettingsForm({ id, settings, usualHeader, fields, config, mayChange }: Props) {
  const [values, setValues] = useState(() => startingValues(fields, config));
  const save = saveIntegration.bind(null, id);
  return (
    <AnsweredForm action={save} onResult={(saved: string) => notify(saved)} className="[&>[role=alert]]:m-4">
      {(answer) => (
        <fieldset disabled={!mayChange} className="contents">
          <UnsavedGuard saved={answer.result} />
          <input type="hidden" name="config" value={JSON.stringify(configOf(fields, values))} />
          <CardBody className="space-y-4">
            <TextField
              answer={answer}
              name="name"
              label="Name"
              defaultValue={settings.name}
              autoComplete="off"
              maxLength={120}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <LabelledField
                label="Default severity"
                hint="Where the sender says none."
                error={answer.fields.defaultSeverity}
              >
                {(control) => (
                  <KeptSelect {...control} name="defaultSeverity" answer={answer} saved={settings.defaultSeverity}>
                    {severities.toReversed().map((severity) => (
                      <option key={severity} value={severity}>
                        {severityTexts[severity]}
                      </option>
                    ))}
                  </KeptSelect>
                )}
              </LabelledField>
              <TextField
                answer={answer}
                name="rateLimitPerMinute"
                label="Requests a minute"
                hint="More than this are refused. 0 means no limit."
                defaultValue={settings.rateLimitPerMinute}
                inputMode="numeric"
                autoComplete="off"
                className="tabular-nums"
              />
              {usualHeader !== null && (
                <TextField
                  answer={answer}
                  name="signatureHeader"
                  label="Header of the signature"
                  hint="Only if the tool uses another one than shown."
                  defaultValue={settings.signatureHeader ?? ""}
                  placeholder={usualHeader}
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={100}
                />
              )}
            </div>
          </CardBody>
          {fields.length > 0 && (
            <CardBody className="space-y-4 border-t">
              <div>
                <h3 className="font-medium text-base">Mapping</h3>
                <p className="text-muted text-sm">
                  Where in the tool&rsquo;s JSON each thing is. Look at what arrived under Requests, and try again with
                  a sample.
                </p>
              </div>
              <div className="grid gap-4 sm:grid-cols-2">
                <ConfigFields
                  fields={fields}
                  values={values}
                  problems={problemsOfConfig(answer.fields)}
                  onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
                />
              </div>
            </CardBody>
          )}
          {mayChange && (
            <CardFooter>
              <SubmitButton>Save integration</SubmitButton>
            </CardFooter>
          )}
        </fieldset>
      )}
    </AnsweredForm>
  );
}
