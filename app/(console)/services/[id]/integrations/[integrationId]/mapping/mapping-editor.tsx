"use client";

import { useState, useTransition } from "react";
import { LeaveGuard } from "#components/forms/leave-guard";
import { Banner } from "#components/ui/banner";
import { Button } from "#components/ui/button";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import type { ReceivedRequest } from "#lib/browser/integration";
import type { MappingPreview } from "#lib/browser/mapping";
import { problemOf, problemsOfConfig } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import type { IntegrationPlace } from "../../../../addresses";
import { saveMapping } from "./actions";
import { ExampleCard } from "./example-card";
import { MappingButtons } from "./mapping-buttons";
import { MappingFields, MappingTrouble, type Trouble } from "./mapping-form";
import { NothingYet } from "./nothing-yet";
import { PreviewCard } from "./preview-card";
import { useExample } from "./use-example";
import { type MappingDraft, useMappingDraft } from "./use-mapping-draft";
import { usePreview } from "./use-preview";

type Props = {
  place: IntegrationPlace;
  fields: readonly Field[];
  config: Record<string, unknown>;
  first: { requests: ReceivedRequest[]; preview: MappingPreview | null };
  command: string | undefined;
  mayChange: boolean;
};

const noTrouble: Trouble = { message: null, fields: {} };

/** The mapping over a request that came: its values are pressed into the fields, and what it would become is shown at once. */
export function MappingEditor({ place, fields, config, first, command, mayChange }: Props) {
  const { draft, save, isSaving, trouble } = useSavedDraft(place.id, useMappingDraft(fields, config));
  const example = useExample(place.id, first);
  const preview = usePreview(place.id, example.subject, draft.config, first.preview);
  const wrong = problemsOfConfig(preview.problems);
  const [targetName, aim] = useState(fields.find(({ picks }) => picks)?.name);
  const target = fields.find(({ name }) => name === targetName);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,6fr)_minmax(0,5fr)]">
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-17 lg:col-start-2 lg:row-start-1 lg:max-h-[calc(100dvh-5.5rem)] lg:overflow-y-auto lg:rounded-md lg:[scrollbar-width:thin]">
        {example.subject && (
          <PreviewCard
            preview={preview}
            wrong={fields.filter(({ name }) => problemOf(wrong, name))}
            className="shrink-0 lg:sticky lg:top-0 lg:z-10"
          />
        )}
        {example.chosen ? (
          <ExampleCard
            example={example}
            draft={draft}
            fields={fields}
            target={target}
            onTarget={aim}
            mayChange={mayChange}
          />
        ) : (
          <NothingYet
            place={place}
            command={command}
            mayChange={mayChange}
            onPaste={() => example.choose({ kind: "pasted" })}
          />
        )}
      </div>
      <form
        noValidate
        aria-label="Mapping"
        className="min-w-0 lg:col-start-1 lg:row-start-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayChange && draft.isDirty && !isSaving) save();
        }}
      >
        <LeaveGuard dirty={draft.isDirty} />
        <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-4">
          {!mayChange && <Banner>Only an admin can change the mapping. You see how requests are read.</Banner>}
          <MappingTrouble fields={fields} trouble={trouble} />
          {draft.isOvertaken && <Overtaken onTakeOver={() => draft.takeOver()} />}
          <MappingFields
            fields={fields}
            draft={draft}
            problems={{ ...wrong, ...trouble.fields }}
            target={mayChange && example.chosen ? target : undefined}
            onTarget={aim}
          />
          {mayChange && (
            <MappingButtons
              isDirty={draft.isDirty}
              isSaving={isSaving}
              preview={preview}
              onDiscard={() => draft.takeOver()}
            />
          )}
        </fieldset>
      </form>
    </div>
  );
}

/** Saves a draft, and keeps why it was refused until something in it is changed. */
function useSavedDraft(id: string, draft: MappingDraft) {
  const [trouble, setTrouble] = useState(noTrouble);
  const [isSaving, start] = useTransition();
  const save = () =>
    start(async () => {
      const { changes } = draft;
      const { result, message, fields } = await askAction(() => saveMapping(id, JSON.stringify(draft.config)));
      setTrouble({ message, fields: problemsOfConfig(fields) });
      if (!result) return;
      draft.takeOver(result);
      notify("Saved", { description: changes.join(", ") });
    });
  const setValue: MappingDraft["setValue"] = (name, value) => {
    setTrouble(noTrouble);
    draft.setValue(name, value);
  };
  const takeOver: MappingDraft["takeOver"] = (saved) => {
    setTrouble(noTrouble);
    draft.takeOver(saved);
  };
  return { draft: { ...draft, setValue, takeOver }, save, isSaving, trouble };
}

function Overtaken({ onTakeOver }: { onTakeOver: () => void }) {
  return (
    <Banner
      tone="warning"
      title="Somebody else saved this mapping meanwhile"
      action={<Button onClick={onTakeOver}>Show what they saved</Button>}
    >
      Saving puts what you see here in its place.
    </Banner>
  );
}
