"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { CheckOutcome } from "#components/destination/check-outcome";
import { EventTree } from "#components/destination/event-tree";
import { TestOutcome } from "#components/destination/test-outcome";
import { ConfigFields, fieldAnchor } from "#components/forms/config-fields";
import { LeaveGuard } from "#components/forms/leave-guard";
import { Banner } from "#components/ui/banner";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { Field } from "#components/ui/field";
import { FormSummary } from "#components/ui/form-summary";
import { Input } from "#components/ui/input";
import { TextLink } from "#components/ui/text-link";
import { notify } from "#components/ui/toast";
import { destinationAddress } from "#lib/browser/addresses";
import { Unanswered } from "#lib/browser/ask";
import type { CheckResult, Destination, TestResult } from "#lib/browser/destination";
import type { Card as ChannelCard } from "#lib/destinations/channel-card";
import { problemOf, problemsOfConfig } from "#lib/forms/config-values";
import type { Field as ConfigField } from "#lib/forms/fields-of";
import type { StoredSecrets } from "#lib/forms/secret-fields";
import { deliveryAt } from "./addresses";
import { addDestination, checkDraft, checkSaved, saveDestination, testDraft, testSaved } from "./destination-verbs";
import { useEventChoices } from "./event-choices";
import { FormButtons } from "./form-buttons";
import { InSight } from "./in-sight";
import { type FormDraft, useDraft } from "./use-draft";

type Trouble = { message: string | undefined; fields: Record<string, string> };
type Tried = ({ kind: "test"; result: TestResult } | { kind: "check"; result: CheckResult }) & { config: string };
type Props = {
  channel: Pick<ChannelCard, "id" | "name" | "fields" | "carries" | "checks">;
  /** What is saved; absent while it is being added. */
  destination?: Destination;
  fresh: { name: string; events: string[] };
  mayChange: boolean;
};

const noTrouble: Trouble = { message: undefined, fields: {} };

/** Adds or changes an integration: its settings, what it hears of, and a test before anything is saved. */
export function DestinationForm({ channel, destination, fresh, mayChange }: Props) {
  const router = useRouter();
  const draft = useDraft(channel.fields, destination, fresh);
  const [busy, setBusy] = useState<"saving" | "testing" | "checking">();
  const [trouble, setTrouble] = useState<Trouble>(noTrouble);
  const [tried, setTried] = useState<Tried>();
  const [isDone, setIsDone] = useState(false);

  const { name, config, events } = draft;
  const drafted = { name, config, events };
  const saved = destination && !draft.isDirty ? destination.id : undefined;

  async function run(what: "saving" | "testing" | "checking", carryOut: () => Promise<void>) {
    setBusy(what);
    setTrouble(noTrouble);
    try {
      await carryOut();
    } catch (error) {
      setTrouble(troubleOf(error));
    }
    setBusy(undefined);
  }
  const add = () =>
    run("saving", async () => {
      const added = await addDestination(channel.id, drafted);
      setIsDone(true);
      notify(`Added ${added.name}`);
      router.push(destinationAddress(added.id));
    });
  const save = (id: string) =>
    run("saving", async () => {
      const { changes } = draft;
      draft.rebase(await saveDestination(id, drafted));
      notify("Saved", { description: changes.join(", ") });
      router.refresh();
    });
  const test = () =>
    run("testing", async () => {
      setTried(undefined);
      const result = saved ? await testSaved(saved) : await testDraft(channel.id, config, destination?.id);
      setTried({ kind: "test", result, config: JSON.stringify(config) });
    });
  const check = () =>
    run("checking", async () => {
      setTried(undefined);
      const result = saved ? await checkSaved(saved) : await checkDraft(channel.id, config, destination?.id);
      setTried({ kind: "check", result, config: JSON.stringify(config) });
      router.refresh();
    });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (mayChange && !busy) void (destination ? save(destination.id) : add());
      }}
    >
      <LeaveGuard dirty={draft.isDirty && !isDone} />
      <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-4">
        <Summary trouble={trouble} fields={channel.fields} />
        {draft.isOvertaken && <Overtaken onTakeOver={draft.takeOver} />}
        <Settings channel={channel} draft={draft} trouble={trouble} secrets={destination?.secrets} />
        <Events draft={draft} carries={channel.carries} problem={trouble.fields.events} mayChange={mayChange} />
        {tried && (
          <InSight key={tried.result.at}>
            <Outcome tried={tried} isStale={tried.config !== JSON.stringify(config)} destinationId={destination?.id} />
          </InSight>
        )}
        {mayChange && (
          <FormButtons
            isNew={!destination}
            isDirty={draft.isDirty}
            busy={busy}
            onCheck={channel.checks ? () => void check() : undefined}
            onTest={() => void test()}
            onReset={draft.takeOver}
          />
        )}
      </fieldset>
    </form>
  );
}

type OutcomeProps = { tried: Tried; isStale: boolean; destinationId: string | undefined };

function Outcome({ tried, isStale, destinationId }: OutcomeProps) {
  if (tried.kind === "check") return <CheckOutcome result={tried.result} isStale={isStale} />;
  const { deliveryId } = tried.result;
  return (
    <TestOutcome result={tried.result} isStale={isStale}>
      {destinationId && deliveryId && (
        <TextLink href={deliveryAt(destinationId, deliveryId)}>See it in the log</TextLink>
      )}
    </TestOutcome>
  );
}

/** The errors by their fields; what belongs to no field of the form is said as a whole. */
function Summary({ trouble, fields }: { trouble: Trouble; fields: readonly ConfigField[] }) {
  const errors = summaryOf(fields, trouble.fields);
  return <FormSummary message={errors.length > 0 ? undefined : trouble.message} errors={errors} />;
}

type SettingsProps = {
  channel: Props["channel"];
  draft: FormDraft;
  trouble: Trouble;
  secrets: Destination["secrets"] | undefined;
};

function Settings({ channel, draft, trouble, secrets }: SettingsProps) {
  return (
    <Card>
      <CardHeader title="Settings" />
      <CardBody className="flex flex-col gap-5">
        <div id={fieldAnchor("name")} className="scroll-mt-20">
          <Field label="Name" error={trouble.fields.name} required>
            {(control) => (
              <Input
                {...control}
                value={draft.name}
                onChange={(event) => draft.setName(event.target.value)}
                maxLength={200}
                autoComplete="off"
              />
            )}
          </Field>
        </div>
        <ConfigFields
          fields={channel.fields}
          values={draft.values}
          // The API gives what lib/forms/secret-fields made: true, or names.
          stored={(secrets ?? {}) as StoredSecrets}
          problems={problemsOfConfig(trouble.fields)}
          onChange={draft.setValue}
        />
      </CardBody>
    </Card>
  );
}

type EventsProps = {
  draft: FormDraft;
  carries: readonly string[] | undefined;
  problem: string | undefined;
  mayChange: boolean;
};

function Events({ draft, carries, problem, mayChange }: EventsProps) {
  const choices = useEventChoices().filter(({ group }) => !carries || carries.includes(group));
  return (
    <Card id={fieldAnchor("events")} className="scroll-mt-20">
      <CardHeader title="Events" description="What this integration hears of." />
      <CardBody className="flex flex-col gap-4">
        {problem && <p className="text-sm text-triggered">{problem}</p>}
        <EventTree choices={choices} chosen={draft.events} onChange={draft.setEvents} disabled={!mayChange} />
        {draft.events.length === 0 && (
          <Banner tone="warning" title="No events chosen: nothing is sent">
            Choose at least one event, or keep the integration silent.
          </Banner>
        )}
      </CardBody>
    </Card>
  );
}

function Overtaken({ onTakeOver }: { onTakeOver: () => void }): ReactNode {
  return (
    <Banner
      tone="warning"
      title="Somebody else saved this integration meanwhile"
      action={<Button onClick={onTakeOver}>Show what they saved</Button>}
    >
      Saving puts what you see here in its place.
    </Banner>
  );
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Unanswered)) return { message: String(error), fields: {} };
  return { message: error.message, fields: error.fields };
}

function summaryOf(
  fields: readonly ConfigField[],
  problems: Record<string, string>,
): { label: string; message: string; href: string }[] {
  const own = problemsOfConfig(problems);
  const known = [
    { label: "Name", message: problems.name, href: `#${fieldAnchor("name")}` },
    ...fields.map((field) => ({
      label: field.label,
      message: problemOf(own, field.name),
      href: `#${fieldAnchor(field.name)}`,
    })),
    { label: "Events", message: problems.events, href: `#${fieldAnchor("events")}` },
  ];
  return known.flatMap(({ label, message, href }) => (message ? [{ label, message, href }] : []));
}
