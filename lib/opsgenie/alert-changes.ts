import type { AlertChange, Changeable } from "#lib/opsgenie/change-alert";
import { limits, type NamedResponder, type Priority, severityOfPriority } from "#lib/reading/opsgenie-alert";

/** Pure decisions of `changeAlert`: each gives nothing when all is so already. */
type Decide = (current: Changeable) => AlertChange | undefined;

const longestTitle = 1_024;

export const newTitle =
  (message: string): Decide =>
  ({ title }) => {
    const wanted = message.replace(/\s+/g, " ").trim().slice(0, longestTitle);
    return wanted === title ? undefined : { field: "title", to: wanted, set: { title: wanted } };
  };

export const newPriority =
  (priority: Priority): Decide =>
  (current) => {
    const severity = severityOfPriority[priority];
    if (current.severity === severity && current.priority === priority) return undefined;
    return { field: "priority", to: priority, set: { priority, severity } };
  };

export const newDescription =
  (text: string): Decide =>
  (current) => {
    const description = text.slice(0, limits.description);
    return description === current.description
      ? undefined
      : { field: "description", to: description, set: { description } };
  };

export const moreTags =
  (added: string[]): Decide =>
  ({ tags }) =>
    tagsBecome(tags, [...new Set([...tags, ...added])].slice(0, limits.tags));

export const fewerTags =
  (removed: string[]): Decide =>
  ({ tags }) =>
    tagsBecome(
      tags,
      tags.filter((tag) => !removed.includes(tag)),
    );

function tagsBecome(before: string[], tags: string[]): AlertChange | undefined {
  return tags.length === before.length ? undefined : { field: "tags", to: tags.join(", "), set: { tags } };
}

export const moreDetails =
  (added: Record<string, string>): Decide =>
  (current) => {
    const isSame = Object.entries(added).every(([key, value]) => current.details[key] === value);
    return isSame ? undefined : detailsBecome({ ...current.details, ...added });
  };

export const fewerDetails =
  (keys: string[]): Decide =>
  ({ details }) => {
    const left = Object.fromEntries(Object.entries(details).filter(([key]) => !keys.includes(key)));
    return Object.keys(left).length === Object.keys(details).length ? undefined : detailsBecome(left);
  };

function detailsBecome(details: Record<string, string>): AlertChange {
  const lines = Object.entries(details).map(([key, value]) => `${key}: ${value}`);
  return { field: "details", to: lines.join("\n"), set: { details } };
}

export const moreResponders =
  (added: NamedResponder[]): Decide =>
  ({ responders }) => {
    const known = new Set(responders.map(keyOf));
    const missing = added.filter((responder) => !known.has(keyOf(responder)));
    if (missing.length === 0) return undefined;
    const all = [...responders, ...missing].slice(0, limits.responders);
    return { field: "responders", to: all.map(nameOf).join(", "), set: { responders: all } };
  };

const nameOf = ({ type, name, username, id }: NamedResponder): string => `${type} ${name ?? username ?? id ?? ""}`;
const keyOf = ({ type, name, username, id }: NamedResponder): string => JSON.stringify([type, name, username, id]);
