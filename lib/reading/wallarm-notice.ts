import type { Severity } from "#db/vocabulary";
import { atPath } from "#lib/reading/at-path";
import { digestOf } from "#lib/reading/digest-of";
import { severityOf } from "#lib/reading/severity-of";
import { textAt } from "#lib/reading/text-at";
import { firstText } from "#lib/reading/text-of";

/** One message of Wallarm, enveloped ({summary, details}) or in its older flat shape. */
export type Notice = {
  /** "new_hits", "security_issue" …; what Wallarm calls notification_type. */
  type: string;
  isTest: boolean;
  /** Without "[Wallarm]" before it. */
  summary: string | undefined;
  description: string | undefined;
  details: unknown;
};

/** Undefined for what is no message of Wallarm. */
export function readNotice(message: unknown): Notice | undefined {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return undefined;
  const said = textAt(message, "summary");
  const description = textAt(message, "description");
  const enveloped = atPath(message, "details");
  const details = typeof enveloped === "object" && enveloped !== null ? enveloped : message;
  const type = typeOf(message, details, description);
  if (type === undefined) return undefined;
  const isTest = [said, description, textAt(details, "title")].some((text) => text?.startsWith("[Test message]"));
  return { type, isTest, summary: said && (said.replace(/^\[wallarm[^\]]*\]\s*/i, "") || said), description, details };
}

function typeOf(message: object, details: object, description: string | undefined): string | undefined {
  return (
    textAt(details, "notification_type") ??
    textAt(message, "notification_type") ??
    /^Notification type: (\w+)/.exec(description ?? "")?.[1] ??
    flatType(details) ??
    (textAt(message, "summary") === undefined ? undefined : "notice")
  );
}

/** What the older messages, which do not name their type, are about. */
function flatType(details: object): string | undefined {
  const has = (...paths: string[]) => paths.every((path) => textAt(details, path) !== undefined);
  if (textAt(details, "object_type") === "hit" || atPath(details, "hit") || has("block_status", "type"))
    return "new_hits";
  if (atPath(details, "security_issue")) return "security_issue";
  if (atPath(details, "vuln") || has("threat", "title")) return "vuln";
  return has("email", "role") ? "create_user" : undefined;
}

/** What there is to say of an attack's request. Undefined where it cannot be told from others. */
export function readHit({ details }: Notice): Hit | undefined {
  const hit = atPath(details, "hit") ?? details;
  const host = textAt(hit, "host", "domain");
  const attack = textAt(hit, "type");
  const from = textAt(hit, "remote_addr4", "remote_addr6");
  if (!host && !attack && !from) return undefined;
  return {
    key: ["new_hits", host ?? "", attack ?? "", from ?? ""].join(":"),
    summary: [
      `${attack ?? "Unknown"} attack on ${host ?? "an unnamed host"}${textAt(hit, "path") ?? ""}`,
      ...(from ? [`from ${from}`] : []),
      ...(textAt(hit, "block_status") ? [`(${textAt(hit, "block_status")})`] : []),
    ].join(" "),
    host,
    isBlocked: textAt(hit, "block_status")?.toLowerCase() === "blocked",
    at: atPath(hit, "request_time") ?? atPath(hit, "create_time"),
  };
}

type Hit = { key: string; summary: string; host: string | undefined; isBlocked: boolean; at: unknown };

/** What there is to say of a vulnerability, which is now called a security issue. */
export function readIssue({ type, summary, details }: Notice): Issue | undefined {
  const issue = atPath(details, "security_issue") ?? atPath(details, "vuln") ?? details;
  const href = firstText(
    ...["security_issue_link", "vuln_link", "link"].map((path) => textAt(details, path)),
    textAt(issue, "link"),
  );
  const title = textAt(issue, "title") ?? summary;
  const host = textAt(issue, "host", "domain", "source");
  const name = href ?? textAt(issue, "id") ?? (title && digestOf(title, host ?? ""));
  if (name === undefined) return undefined;
  const risk = textAt(issue, "risk", "threat") ?? type.replace(/^(vuln|security_issue)_?/, "");
  return {
    key: `issue:${name}`,
    summary: `${risk ? `${risk} risk: ` : ""}${title ?? "A security issue"}${host ? ` (${host})` : ""}`,
    severity: severityOf(risk),
    host,
    href,
  };
}

type Issue = {
  key: string;
  summary: string;
  severity: Severity | undefined;
  host: string | undefined;
  href: string | undefined;
};

/** What a message that is neither is about: the trigger that sent it, or what was changed, or its text. */
export function subjectOf({ summary, description, details }: Notice): string {
  const trigger = textAt(details, "trigger_name") ?? /the "([^"\n]{1,200})" trigger/.exec(description ?? "")?.[1];
  const application = textAt(details, "application", "application_name", "application.name");
  const address = textAt(details, "ip");
  const about = address ? [application, address] : [trigger ?? changed(details), application];
  return about.flatMap((part) => part ?? []).join(":") || digestOf(summary ?? "", description ?? "");
}

function changed(details: unknown): string | undefined {
  return (
    textAt(details, "email", "user.email", "login", "integration_name", "rule_id", "name", "endpoint_path") ??
    scopeOf(details)
  );
}

/** The addresses that came into the perimeter. */
function scopeOf(details: unknown): string | undefined {
  const changes = atPath(details, "data");
  const places = Array.isArray(changes)
    ? changes.flatMap((change) => textAt(change, "entity.ip", "entity.domain", "entity.name", "entity.id") ?? [])
    : [];
  return places.length > 0 ? places.toSorted().join(",") : undefined;
}
