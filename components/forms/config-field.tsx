"use client";

import { type ReactNode, useId } from "react";
import { PairsField } from "#components/forms/pairs-field";
import { SecretField } from "#components/forms/secret-field";
import { type ControlProps, InlineField, Field as LabelledField } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Select } from "#components/ui/select";
import { Switch } from "#components/ui/switch";
import { Textarea } from "#components/ui/textarea";
import { type FormValue, problemOf } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";

export type FieldProps = {
  field: Field;
  value: FormValue;
  /** Whether a secret is stored, or the names of stored pairs. */
  stored: true | string[] | undefined;
  problems: Record<string, string>;
  /** false where every field of the form is optional. */
  marksOptional?: boolean;
  onChange: (value: FormValue) => void;
};

/** One field of a schema, drawn by its kind. */
export function ConfigField(props: FieldProps) {
  return (
    <div id={`field-${props.field.name}`} className="scroll-mt-20">
      {drawn(props)}
    </div>
  );
}

function drawn({ field, value, stored, problems, marksOptional = true, onChange }: FieldProps): ReactNode {
  const error = problemOf(problems, field.name);
  const words = { label: field.label, hint: field.hint, error, optional: marksOptional && !field.required };
  const text = typeof value === "string" ? value : "";
  if (field.kind === "pairs")
    return (
      <PairsField field={field} pairs={Array.isArray(value) ? value : []} problems={problems} onChange={onChange} />
    );
  if (field.secret)
    return (
      <SecretField
        field={field}
        value={typeof value === "string" ? value : undefined}
        isStored={stored === true}
        error={error}
        onChange={onChange}
      />
    );
  switch (field.kind) {
    case "switch":
      return (
        <InlineField label={field.label} hint={field.hint} error={error}>
          {({ "aria-required": _, ...control }) => (
            <Switch {...control} checked={value === true} onCheckedChange={onChange} />
          )}
        </InlineField>
      );
    case "choice":
      return (
        <LabelledField {...words} optional={false} required={field.required} className="max-w-80">
          {(control) => <ChoiceInput control={control} options={field.options} value={text} onChange={onChange} />}
        </LabelledField>
      );
    case "number":
      return (
        <LabelledField {...words} optional={false} hint={field.hint ?? rangeOf(field)} className="max-w-80">
          {(control) => <NumberInput control={control} value={text} unit={field.unit} onChange={onChange} />}
        </LabelledField>
      );
    case "multiline":
      return (
        <LabelledField {...words}>
          {(control) => (
            <Textarea
              {...control}
              value={text}
              placeholder={field.placeholder}
              onChange={(event) => onChange(event.target.value)}
              spellCheck={false}
              className="font-mono text-xs"
            />
          )}
        </LabelledField>
      );
    case "text":
    case "url":
      return (
        <LabelledField {...words} required={field.required}>
          {(control) => (
            <Input
              {...control}
              value={text}
              placeholder={field.placeholder}
              onChange={(event) => onChange(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </LabelledField>
      );
  }
}

type ChoiceProps = {
  control: ControlProps;
  options: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
};

function ChoiceInput({ control, options, value, onChange }: ChoiceProps) {
  return (
    <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}

type NumberProps = {
  control: ControlProps;
  value: string;
  unit: string | undefined;
  onChange: (value: string) => void;
};

function NumberInput({ control, value, unit, onChange }: NumberProps) {
  const unitId = useId();
  const described = [control["aria-describedby"], unit && unitId].filter(Boolean).join(" ") || undefined;
  return (
    <span className="flex items-center gap-2">
      <Input
        {...control}
        aria-describedby={described}
        value={value}
        inputMode="numeric"
        onChange={(event) => onChange(event.target.value)}
        className="w-24 tabular-nums"
      />
      {unit && (
        <span id={unitId} className="text-muted text-sm">
          {unit}
        </span>
      )}
    </span>
  );
}

function rangeOf({ minimum, maximum }: Extract<Field, { kind: "number" }>): string | undefined {
  if (minimum === undefined || maximum === undefined) return undefined;
  return `From ${minimum} to ${maximum}.`;
}
