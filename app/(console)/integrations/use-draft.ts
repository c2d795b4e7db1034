"use client";

import { useState } from "react";
import type { Destination } from "#lib/browser/destination";
import { changedLabels, configOf, type FormValue, type FormValues, startingValues } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import type { StoredSecrets } from "#lib/forms/secret-fields";

type State = { name: string; events: string[]; values: FormValues };
type Saved = Pick<Destination, "name" | "config" | "secrets" | "events">;

/** What is typed into the form of an integration, beside what is saved. */
export function useDraft(
  fields: readonly Field[],
  saved: Saved | undefined,
  fresh: { name: string; events: string[] },
) {
  const signature = JSON.stringify(saved && [saved.name, saved.config, saved.secrets, saved.events]);
  const [base, setBase] = useState(() => ({ signature, state: stateOf(fields, saved, fresh) }));
  const [state, setState] = useState(base.state);
  const changes = changesOf(fields, base.state, state);
  const isDirty = changes.length > 0;
  // Saved by somebody else, or just now: taken over, unless that would throw away what is typed.
  const isOvertaken = base.signature !== signature;
  function takeOver() {
    const taken = stateOf(fields, saved, fresh);
    setBase({ signature, state: taken });
    setState(taken);
  }
  if (isOvertaken && !isDirty) takeOver();
  return {
    ...state,
    config: configOf(fields, state.values),
    /** The labels of what differs from what is saved. */
    changes,
    isDirty,
    isOvertaken: isOvertaken && isDirty,
    setName: (name: string) => setState((before) => ({ ...before, name })),
    setEvents: (events: string[]) => setState((before) => ({ ...before, events })),
    setValue: (name: string, value: FormValue) =>
      setState((before) => ({ ...before, values: { ...before.values, [name]: value } })),
    /** Makes the form what was just saved. */
    rebase(next: Saved) {
      const taken = stateOf(fields, next, fresh);
      setBase({ signature: JSON.stringify([next.name, next.config, next.secrets, next.events]), state: taken });
      setState(taken);
    },
    /** Throws away what is typed. */
    takeOver,
  };
}

export type FormDraft = ReturnType<typeof useDraft>;

function stateOf(fields: readonly Field[], saved: Saved | undefined, fresh: { name: string; events: string[] }): State {
  // The API gives what lib/forms/secret-fields made: true, or names.
  const secrets = saved?.secrets as StoredSecrets | undefined;
  return {
    name: saved?.name ?? fresh.name,
    events: saved?.events ?? fresh.events,
    values: startingValues(fields, saved?.config, secrets),
  };
}

function changesOf(fields: readonly Field[], before: State, after: State): string[] {
  const sorted = (events: string[]) => events.toSorted().join();
  return [
    ...(before.name === after.name ? [] : ["Name"]),
    ...changedLabels(fields, before.values, after.values),
    ...(sorted(before.events) === sorted(after.events) ? [] : ["Events"]),
  ];
}
