"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Field as LabelledField } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Textarea } from "#components/ui/textarea";
import type { Field } from "#lib/forms/fields-of";

type Props = {
  field: Field;
  /** Undefined keeps what is stored, an empty text removes it. */
  value: string | undefined;
  isStored: boolean;
  error: string | undefined;
  onChange: (value: string | undefined) => void;
};

/** A secret: write-only. What is stored is never shown; it can be replaced or removed. */
export function SecretField({ field, value, isStored, error, onChange }: Props) {
  const [replacing, setReplacing] = useState(false);
  const isKept = isStored && !replacing && value === undefined;
  const isRemoved = isStored && value === "";
  if (isKept || isRemoved) {
    return (
      <LabelledField label={field.label} hint={field.hint} error={error} optional={!field.required}>
        {(control) => (
          <div className="flex flex-wrap items-center gap-2">
            <output
              id={control.id}
              aria-describedby={control["aria-describedby"]}
              className="flex h-11 min-w-0 flex-1 items-center rounded-md border bg-sunken px-2.5 text-muted text-sm sm:h-9"
            >
              {isRemoved ? "Removed when you save" : "Stored, and never shown again"}
            </output>
            {isRemoved ? (
              <Button onClick={() => onChange(undefined)}>Keep it</Button>
            ) : (
              <Button onClick={() => setReplacing(true)}>Replace</Button>
            )}
            {isKept && !field.required && (
              <Button variant="ghost" onClick={() => onChange("")}>
                Remove
              </Button>
            )}
          </div>
        )}
      </LabelledField>
    );
  }
  function keep() {
    setReplacing(false);
    onChange(undefined);
  }
  const type = (text: string) => onChange(text || undefined);
  return (
    <LabelledField label={field.label} hint={field.hint} error={error} optional={!field.required}>
      {(control) => (
        <div className="flex flex-wrap items-start gap-2">
          <span className="min-w-0 flex-1">
            {field.kind === "multiline" ? (
              <Textarea
                {...control}
                value={value ?? ""}
                placeholder={field.placeholder}
                onChange={(event) => type(event.target.value)}
                spellCheck={false}
                autoComplete="off"
                className="font-mono text-xs"
              />
            ) : (
              <Input
                {...control}
                type="password"
                value={value ?? ""}
                placeholder={field.placeholder}
                onChange={(event) => type(event.target.value)}
                autoComplete="new-password"
              />
            )}
          </span>
          {isStored && <Button onClick={keep}>Keep the stored one</Button>}
        </div>
      )}
    </LabelledField>
  );
}
