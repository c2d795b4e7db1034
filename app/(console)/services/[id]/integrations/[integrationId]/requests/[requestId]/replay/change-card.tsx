import { twMerge } from "tailwind-merge";
import { Badge } from "#components/ui/badge";
import { Card, CardHeader } from "#components/ui/card";
import { TextLink } from "#components/ui/text-link";
import type { FieldChange } from "#lib/requests/compare-events";
import type { ReplayPreview } from "#lib/requests/preview-replay";
import { incidentAt } from "../../../../../../addresses";
import { effectWords } from "./effect-words";

type Change = ReplayPreview["events"][number];

const changeTexts: Record<Change["change"], string> = {
  same: "As before",
  changed: "Read differently",
  added: "New",
  removed: "No longer read",
};
const changeTones = { same: "neutral", changed: "amber", added: "green", removed: "red" } as const;

/** One event then and now, and what replaying it does. */
export function ChangeCard({ event: { change, fields, effect } }: { event: Change }) {
  const summary = fields.find(({ field }) => field === "summary");
  return (
    <Card>
      <CardHeader
        title={<span className="break-words">{summary?.now ?? summary?.before ?? "Without a summary"}</span>}
        description={effect ? <EffectText effect={effect} /> : "Replaying does nothing for it."}
        actions={<Badge tone={changeTones[change]}>{changeTexts[change]}</Badge>}
      />
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <thead>
          <tr className="border-b text-muted text-xs">
            <th scope="col" className="w-24 px-3 py-2 font-medium sm:w-32 sm:px-4">
              Field
            </th>
            <th scope="col" className="px-2 py-2 font-medium">
              When it came
            </th>
            <th scope="col" className="py-2 pr-4 pl-2 font-medium">
              Today
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {fields
            .filter(({ before, now }) => before !== null || now !== null)
            .map((field) => (
              <Row key={field.field} field={field} />
            ))}
        </tbody>
      </table>
    </Card>
  );
}

function EffectText({ effect }: { effect: NonNullable<Change["effect"]> }) {
  const { words, incident, rest } = effectWords(effect);
  return (
    <span className="text-ink">
      {words}
      {incident && (
        <>
          {" "}
          <TextLink href={incidentAt(incident.number)}>#{incident.number}</TextLink>
        </>
      )}
      {rest}
    </span>
  );
}

const fieldTexts: Record<FieldChange["field"], string> = {
  action: "Action",
  dedupKey: "Dedup key",
  summary: "Summary",
  severity: "Severity",
  source: "Source",
  links: "Links",
};

function Row({ field: { field, change, before, now } }: { field: FieldChange }) {
  return (
    <tr className={twMerge("align-top", isWord(field) && "[&>td]:first-letter:uppercase")}>
      <th scope="row" className="px-3 py-2 font-normal text-muted sm:px-4">
        {fieldTexts[field]}
      </th>
      {change === "same" ? (
        <td colSpan={2} className="whitespace-pre-line break-words py-2 pr-4 pl-2 [overflow-wrap:anywhere]">
          {now} <span className="text-muted text-xs">(same)</span>
        </td>
      ) : (
        <>
          <Then text={before} />
          <Today text={now} />
        </>
      )}
    </tr>
  );
}

/** What it holds is one of a few words, kept in small letters. */
const isWord = (field: FieldChange["field"]) => field === "action" || field === "severity";

const cell = "whitespace-pre-line py-2 [overflow-wrap:anywhere]";

function Then({ text }: { text: string | null }) {
  return (
    <td className={`${cell} px-2`}>
      {text === null ? (
        <Nothing />
      ) : (
        <del className="rounded-sm bg-triggered-soft px-1 box-decoration-clone">{text}</del>
      )}
    </td>
  );
}

function Today({ text }: { text: string | null }) {
  return (
    <td className={`${cell} pr-4 pl-2`}>
      {text === null ? (
        <Nothing />
      ) : (
        <ins className="rounded-sm bg-resolved-soft px-1 font-medium no-underline box-decoration-clone">{text}</ins>
      )}
    </td>
  );
}

const Nothing = () => <span className="text-muted">None</span>;
