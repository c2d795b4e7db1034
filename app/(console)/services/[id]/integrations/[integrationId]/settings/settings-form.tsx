"use client";

import type { Route } from "next";
import { type ReactNode, useState } from "react";
import { AnsweredForm } from "#components/forms/answered-form";
import { ConfigFields } from "#components/forms/config-fields";
import { KeptSelect } from "#components/forms/kept-select";
import { FormLeaveGuard } from "#components/forms/leave-guard";
import { SubmitButton } from "#components/forms/submit-button";
import { TextField } from "#components/forms/text-field";
import { CardBody, CardFooter } from "#components/ui/card";
import { InlineField, Field as LabelledField } from "#components/ui/field";
import { Switch } from "#components/ui/switch";
import { TextLink } from "#components/ui/text-link";
import { notify } from "#components/ui/toast";
import { type Severity, severities } from "#db/vocabulary";
import { configOf, problemsOfConfig, startingValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import { saveIntegration } from "../../actions";

type Props = {
  id: string;
  settings: {
    name: string;
    defaultSeverity: Severity;
    rateLimitPerMinute: number;
    sharesKeys: boolean;
    signatureHeader: string | null;
  };
  /** Where the source looks for the proof unless told otherwise; null where it cannot be told. */
  usualHeader: string | null;
  fields: readonly Field[];
  /** Where the fields are edited instead. */
  mappingPage: Route | null;
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
export function SettingsForm({ id, settings, usualHeader, fields, mappingPage, config, mayChange }: Props) {
  const [values, setValues] = useState(() => startingValues(fields, config));
  const save = saveIntegration.bind(null, id);
  return (
    <AnsweredForm action={save} onResult={(saved: string) => notify(saved)} className="[&>[role=alert]]:m-4">
      {(answer) => (
        <fieldset disabled={!mayChange} className="contents">
          <FormLeaveGuard answer={answer} />
          {!mappingPage && <input type="hidden" name="config" value={JSON.stringify(configOf(fields, values))} />}
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
                hint="More than this wait for their turn, or are sent again later; resolves never do. 0 means no limit."
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
            <SharesKeys saved={settings.sharesKeys} error={answer.fields.sharesKeys} />
          </CardBody>
          {mappingPage && <MappingElsewhere href={mappingPage} />}
          {fields.length > 0 && (
            <SourceSettings>
              <ConfigFields
                fields={fields}
                values={values}
                problems={problemsOfConfig(answer.fields)}
                onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
              />
            </SourceSettings>
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

function SharesKeys({ saved, error }: { saved: boolean; error: string | undefined }) {
  const [isOn, setOn] = useState(saved);
  return (
    <InlineField
      label="Shares dedup keys"
      hint="Events of other integrations of this service that share keys, with the same dedup key, go to the same incident: one tool may open it and another resolve it."
      error={error}
    >
      {({ "aria-required": _, ...control }) => (
        <>
          <input type="hidden" name="sharesKeys" value={String(isOn)} />
          <Switch {...control} checked={isOn} onCheckedChange={setOn} />
        </>
      )}
    </InlineField>
  );
}

function MappingElsewhere({ href }: { href: Route }) {
  return (
    <CardBody className="border-t text-muted text-sm">
      Where in the tool&rsquo;s JSON each thing is, stands under <TextLink href={href}>Mapping</TextLink>, over the last
      request that came.
    </CardBody>
  );
}

function SourceSettings({ children }: { children: ReactNode }) {
  return (
    <CardBody className="space-y-4 border-t">
      <div>
        <h3 className="font-medium text-base">For this source</h3>
        <p className="text-muted text-sm">
          What of the tool&rsquo;s messages counts. Try it with a sample under Setup.
        </p>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">{children}</div>
    </CardBody>
  );
}
