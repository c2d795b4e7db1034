"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { ConfigField, type FieldProps } from "#components/forms/config-field";
import { changedLabels, type FormValue, type FormValues, problemOf, startingValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import type { StoredSecrets } from "#lib/forms/secret-fields";

type Props = {
  fields: readonly Field[];
  values: FormValues;
  /** Which secrets are stored. */
  stored?: StoredSecrets;
  /** What is wrong, by the path below the config. */
  problems: Record<string, string>;
  onChange: (name: string, value: FormValue) => void;
};

/** The form that a schema describes: the usual fields, and the advanced ones folded away. */
export function ConfigFields({ fields, values, stored = {}, problems, onChange }: Props) {
  const usual = fields.filter((field) => !field.advanced);
  const advanced = fields.filter((field) => field.advanced);
  const propsOf = (field: Field): FieldProps => ({
    field,
    value: values[field.name],
    stored: stored[field.name],
    problems,
    onChange: (value) => onChange(field.name, value),
  });
  return (
    <>
      {usual.map((field) => (
        <ConfigField key={field.name} {...propsOf(field)} />
      ))}
      {advanced.length > 0 && (
        <Advanced fields={advanced} values={values} problems={problems}>
          {advanced.map((field) => (
            <ConfigField key={field.name} {...propsOf(field)} />
          ))}
        </Advanced>
      )}
    </>
  );
}

/** The address of a field within the page, for a summary of what is wrong. */
export const fieldAnchor = (name: string) => `field-${name}`;

type AdvancedProps = Pick<Props, "fields" | "values" | "problems"> & { children: React.ReactNode };

/** Opens by itself when something in it is wrong. */
function Advanced({ fields, values, problems, children }: AdvancedProps) {
  const [open, setOpen] = useState(false);
  const isWrong = fields.some((field) => problemOf(problems, field.name));
  const changed = changedLabels(fields, startingValues(fields), values).length;
  return (
    <details
      open={open || isWrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-md border"
    >
      <summary className="touch flex h-10 list-none items-center gap-2 rounded-md px-3 font-medium text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
        Advanced settings
        {changed > 0 && <span className="font-normal text-muted">{changed} set</span>}
      </summary>
      <div className="flex flex-col gap-5 border-t p-4">{children}</div>
    </details>
  );
}
