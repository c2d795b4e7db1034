"use client";

import { useState } from "react";
import { outcomeTexts } from "#components/integration/outcome";
import { Button } from "#components/ui/button";
import { Card, CardBody } from "#components/ui/card";
import { ErrorState } from "#components/ui/error-state";
import { Field as LabelledField } from "#components/ui/field";
import { Select } from "#components/ui/select";
import { Loading, Skeleton } from "#components/ui/skeleton";
import { Textarea } from "#components/ui/textarea";
import { useZone } from "#components/ui/time";
import type { ReceivedRequest } from "#lib/browser/integration";
import { dayAndMinute } from "#lib/format";
import type { Field } from "#lib/forms/fields-of";
import { truncate } from "#lib/text";
import { summaryOf } from "../request-words";
import { BodyTree } from "./body-tree";
import { type Place, picked, withinOf } from "./pick";
import type { Chosen, Example } from "./use-example";
import type { MappingDraft } from "./use-mapping-draft";
import { usesOf } from "./uses-of";

type Props = {
  example: Example;
  draft: MappingDraft;
  fields: readonly Field[];
  /** The field that a picked value goes into. */
  target: Field | undefined;
  onTarget: (name: string) => void;
  mayChange: boolean;
};

/** The body that the mapping is tried on; its values are picked for the fields. */
export function ExampleCard({ example, draft, fields, target, onTarget, mayChange }: Props) {
  const [said, say] = useState<Said>();
  const { body, chosen, newer } = example;
  const within = withinOf(body.data?.body, draft.values.itemsField);
  function pick(place: Place) {
    if (!target) return;
    const result = picked(target, draft.values[target.name], place, within);
    if ("text" in result) draft.setValue(target.name, result.text);
    say({ ...result, of: target });
  }
  return (
    <Card aria-label="Body of the request" className="shrink-0">
      <CardBody className="flex flex-col gap-3 border-b py-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <RequestChoice example={example} />
          {mayChange && <TargetChoice fields={fields} target={target} onTarget={onTarget} />}
        </div>
        {newer && <Newer onShow={() => example.choose({ kind: "request", id: newer.id })} />}
        {chosen?.kind === "pasted" && <PastedBody text={example.pasted} onChange={example.paste} />}
        <PickedText said={said?.of === target ? said : undefined} />
      </CardBody>
      <div className="min-h-24 max-lg:max-h-[60dvh] max-lg:overflow-y-auto">
        {body.isError ? (
          <ErrorState
            title="The request could not be read"
            onRetry={() => void body.refetch()}
            retrying={body.isFetching}
          >
            {body.error.message}
          </ErrorState>
        ) : body.isLoading ? (
          <BodyLoading />
        ) : (
          <Body
            example={example}
            picksLists={target?.picks === "list"}
            uses={usesOf(fields, draft.values, within)}
            onPick={mayChange ? pick : undefined}
          />
        )}
      </div>
    </Card>
  );
}

/** What came of the last press on a value. */
type Said = { of: Field } & ({ text: string } | { problem: string });

function PickedText({ said }: { said: Said | undefined }) {
  const isWrong = said && "problem" in said;
  return (
    <p role="status" className={`break-words text-sm empty:hidden ${isWrong ? "text-acknowledged" : "text-resolved"}`}>
      {said && ("problem" in said ? said.problem : `${said.of.label} is ${said.text}`)}
    </p>
  );
}

type TargetProps = Pick<Props, "fields" | "target" | "onTarget">;

function TargetChoice({ fields, target, onTarget }: TargetProps) {
  return (
    <LabelledField label="A pressed value goes into">
      {(control) => (
        <Select {...control} value={target?.name} onChange={(event) => onTarget(event.target.value)}>
          {fields
            .filter((field) => field.picks)
            .map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
        </Select>
      )}
    </LabelledField>
  );
}

const pastedOption = "pasted";

function RequestChoice({ example: { chosen, choose, requests, body } }: { example: Example }) {
  const zone = useZone();
  const own = body.data?.request;
  const isListed = chosen?.kind !== "request" || requests.some(({ id }) => id === chosen.id);
  const pickOption = (value: string): Chosen =>
    value === pastedOption ? { kind: "pasted" } : { kind: "request", id: value };
  return (
    <LabelledField label="Tried on">
      {(control) => (
        <Select
          {...control}
          value={chosen?.kind === "request" ? chosen.id : pastedOption}
          onChange={(event) => choose(pickOption(event.target.value))}
        >
          {requests.map((request) => (
            <option key={request.id} value={request.id} suppressHydrationWarning>
              {optionText(request, zone)}
            </option>
          ))}
          {!isListed && chosen?.kind === "request" && (
            <option value={chosen.id}>
              {own ? `${dayAndMinute(own.receivedAt, zone)} · ${outcomeTexts[own.outcome]}` : "An older request"}
            </option>
          )}
          <option value={pastedOption}>An example that I paste</option>
        </Select>
      )}
    </LabelledField>
  );
}

const optionText = (request: ReceivedRequest, zone: string) =>
  truncate(`${dayAndMinute(request.receivedAt, zone)} · ${outcomeTexts[request.outcome]} · ${summaryOf(request)}`, 80);

function Newer({ onShow }: { onShow: () => void }) {
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm" role="status">
      <span className="flex-1">A newer request arrived.</span>
      <Button size="small" onClick={onShow}>
        Show it
      </Button>
    </p>
  );
}

/** Where a body is pasted, to map it before anything arrives. */
function PastedBody({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <LabelledField label="Example body" hint="As the tool would send it, usually JSON. It is read, and not stored.">
      {(control) => (
        <Textarea
          {...control}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          placeholder={'{"alert": {"title": "Disk is full"}, "status": "fired"}'}
          spellCheck={false}
          className="max-h-48 font-mono text-xs"
        />
      )}
    </LabelledField>
  );
}

type BodyProps = {
  example: Example;
  picksLists: boolean;
  uses: (place: Place) => string[];
  onPick: ((place: Place) => void) | undefined;
};

function Body({ example, picksLists, uses, onPick }: BodyProps) {
  const { data } = example.body;
  if (!example.subject || !data) return <Quiet>Paste a body above to see it here.</Quiet>;
  if (data.body === null || data.body === undefined)
    return <Quiet>{data.problems[0]?.message ?? "This body cannot be read."}</Quiet>;
  return (
    <BodyTree
      key={JSON.stringify(example.subject)}
      body={data.body}
      picksLists={picksLists}
      usesOf={uses}
      onPick={onPick}
    />
  );
}

const Quiet = ({ children }: { children: string }) => <p className="p-4 text-muted text-sm">{children}</p>;

function BodyLoading() {
  return (
    <Loading label="Loading the request" className="space-y-3 p-4">
      {[40, 64, 52, 72].map((width) => (
        <Skeleton key={width} style={{ width: `${width}%` }} />
      ))}
    </Loading>
  );
}
