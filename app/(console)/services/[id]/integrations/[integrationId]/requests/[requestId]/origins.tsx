import type { ReactNode } from "react";
import type { DerivedField, Origin } from "#lib/requests/derive-fields";
import { type BodyLines, lineId } from "./body-lines";

/** Where the parts of a request are on this page, and what its source is called. */
export type Where = { lineOf: BodyLines["lineOf"]; source: string };

const mostNamed = 4;

/** Where a field comes from, in words and with the places. */
export function Origins({ field, unsaid, where }: { field: DerivedField; unsaid: string; where: Where }) {
  const { origins, otherwise } = field;
  if (otherwise !== null) return <Line>{without(otherwise, unsaid, where)}</Line>;
  const sent = origins.filter(({ place }) => place !== "setting");
  const settings = origins.filter(({ place }) => place === "setting");
  const hidden = sent.length - mostNamed;
  return (
    <Line>
      {sent.slice(0, mostNamed).map((origin, at) => (
        <span key={keyOf(origin)}>
          {joint(origin, sent[at - 1])} <Place origin={origin} where={where} />
        </span>
      ))}
      {hidden > 0 && ` and ${hidden} more`}
      {settings.length > 0 && (sent.length > 0 ? ", as the settings say" : "as the settings say")}
      {settings.length > 0 && (
        <>
          {" ("}
          {settings.map(({ path }) => path[0]).join(", ")})
        </>
      )}
    </Line>
  );
}

const Line = ({ children }: { children: ReactNode }) => (
  <span className="mt-0.5 block break-words font-normal text-muted text-xs leading-5">{children}</span>
);

const keyOf = ({ place, path }: Origin) => `${place} ${path.join(" ")}`;

/** "from a", "made from a, b", "from a, decided also by b". */
function joint({ exact }: Origin, before: Origin | undefined): string {
  if (!before) return exact ? "from" : "made from";
  return before.exact && !exact ? ", depends also on" : ",";
}

function Place({ origin: { place, path }, where }: { origin: Origin; where: Where }) {
  const name = path.join(".");
  const line = place === "body" ? where.lineOf(path) : undefined;
  const code = <code className="[overflow-wrap:anywhere]">{name || "the whole body"}</code>;
  if (place === "header") return <>the header {code}</>;
  if (place === "query") return <>{code} in the address</>;
  if (line === undefined) return code;
  return (
    // Not a Link: only a plain address makes the line the page's target, which is what marks it.
    <a
      href={`#${lineId(line)}`}
      className="text-accent-text underline decoration-accent-text/40 underline-offset-2 hover:decoration-accent-text"
    >
      {code}
    </a>
  );
}

function without(otherwise: NonNullable<DerivedField["otherwise"]>, unsaid: string, { source }: Where): string {
  switch (otherwise) {
    case "constant":
      return `set by ${source}: nothing in the request changes it`;
    case "unsaid":
      return unsaid;
    case "unknown":
      return "could not be told: the request is too large to try every part of it";
  }
}
