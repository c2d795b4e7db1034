import { CircleAlert, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { fieldAnchor } from "#components/forms/config-fields";
import { Outcome } from "#components/integration/outcome";
import { Button } from "#components/ui/button";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { Loading, Skeleton } from "#components/ui/skeleton";
import type { MappingPreview } from "#lib/browser/mapping";
import { plural } from "#lib/format";
import type { Field } from "#lib/forms/fields-of";
import { PreviewEvent } from "./preview-event";
import { verdictOf } from "./preview-words";
import type { Preview } from "./use-preview";

type Props = {
  preview: Preview;
  /** The fields for which the draft is refused. */
  wrong: readonly Field[];
  className?: string;
};

/** What the request would become with the mapping as it is typed. */
export function PreviewCard({ preview, wrong, className }: Props) {
  const { shown, isBehind, error, retry } = preview;
  return (
    <Card id="preview" aria-label="Preview" aria-busy={isBehind} className={twMerge("scroll-mt-16", className)}>
      <CardHeader title="This request would become" actions={<Updating isBehind={isBehind} />} />
      {error && (
        <CardBody className="flex flex-wrap items-center gap-2 border-b py-2.5 text-sm">
          <CircleAlert aria-hidden className="size-4 shrink-0 text-triggered" />
          <span className="min-w-0 flex-1" role="status">
            {wrong.length > 0 ? <CorrectFirst wrong={wrong} /> : error.message}
          </span>
          {wrong.length === 0 && <Button onClick={retry}>Retry</Button>}
        </CardBody>
      )}
      <div className={twMerge("rounded-b-md transition-opacity", isBehind && "opacity-60", error && "bg-sunken")}>
        {shown ? <Became preview={shown} /> : !error && <PreviewLoading />}
      </div>
    </Card>
  );
}

function CorrectFirst({ wrong }: { wrong: readonly Field[] }) {
  return (
    <>
      Correct{" "}
      {wrong.map(({ name, label }, at) => (
        <span key={name}>
          {at > 0 && ", "}
          <a href={`#${fieldAnchor(name)}`} className="underline underline-offset-2">
            {label}
          </a>
        </span>
      ))}{" "}
      first. Below is what came of it before.
    </>
  );
}

function Updating({ isBehind }: { isBehind: boolean }) {
  return (
    <span className={twMerge("flex items-center gap-1.5 text-muted text-xs", !isBehind && "invisible")}>
      <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
      Updating
    </span>
  );
}

function Became({ preview }: { preview: MappingPreview }) {
  const { outcome, events, more, problems } = preview;
  return (
    <div
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="overflow-y-auto focus-visible:-outline-offset-2 lg:max-h-[45dvh]"
    >
      <CardBody className="space-y-1 py-3 text-sm">
        <Outcome outcome={outcome} className="font-medium" />
        <p className="break-words">{verdictOf(preview)}</p>
      </CardBody>
      {problems.length > 0 && <Problems isRefused={outcome === "refused"} problems={problems} />}
      {events.map((event, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two events may be the same in all they show
        <PreviewEvent key={at} event={event} />
      ))}
      {more > 0 && <Note>And {plural(more, "event")} more.</Note>}
    </div>
  );
}

function Problems({ isRefused, problems }: { isRefused: boolean; problems: MappingPreview["problems"] }) {
  return (
    <ul
      className={twMerge("space-y-1 border-t px-4 py-2.5 text-sm", isRefused ? "text-triggered" : "text-acknowledged")}
    >
      {problems.map(({ path, message }) => (
        <li key={`${path} ${message}`} className="break-words">
          {path && <code className="text-xs">{path}: </code>}
          {message}
        </li>
      ))}
    </ul>
  );
}

const Note = ({ children }: { children: ReactNode }) => (
  <p className="border-t px-4 py-2.5 text-muted text-sm">{children}</p>
);

function PreviewLoading() {
  return (
    <Loading label="Loading the preview" className="space-y-3 p-4">
      <Skeleton className="w-24" />
      <Skeleton className="w-56" />
      <Skeleton className="w-40" />
    </Loading>
  );
}
