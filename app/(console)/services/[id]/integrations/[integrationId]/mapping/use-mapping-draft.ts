"use client";

import { useState } from "react";
import { changedLabels, configOf, type FormValue, startingValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";

type Config = Record<string, unknown>;

/** What is typed into the mapping, beside what is saved. */
export function useMappingDraft(fields: readonly Field[], saved: Config) {
  const signatureOf = (config: Config) => JSON.stringify(configOf(fields, startingValues(fields, config)));
  const [base, setBase] = useState(saved);
  const [values, setValues] = useState(() => startingValues(fields, saved));
  const changes = changedLabels(fields, startingValues(fields, base), values);
  const isDirty = changes.length > 0;
  // Saved by somebody else: taken over, unless that would throw away what is typed.
  const isOvertaken = signatureOf(base) !== signatureOf(saved);
  function takeOver(config = saved) {
    setBase(config);
    setValues(startingValues(fields, config));
  }
  if (isOvertaken && !isDirty) takeOver();
  return {
    values,
    config: configOf(fields, values),
    /** The labels of what differs from what is saved. */
    changes,
    isDirty,
    isOvertaken: isOvertaken && isDirty,
    setValue: (name: string, value: FormValue) => setValues((before) => ({ ...before, [name]: value })),
    /** Makes the form what is saved; with a config, what was just saved. */
    takeOver,
  };
}

export type MappingDraft = ReturnType<typeof useMappingDraft>;
