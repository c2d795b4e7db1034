/** What a query asks of an alert. */
export type Query =
  | { kind: "all" | "any"; of: Query[] }
  | { kind: "not"; of: Query }
  /** The text stands in one of the fields that people read. */
  | { kind: "text"; text: string }
  | { kind: "field"; field: Field; detail: string; is: Comparison; value: string };

export type Comparison = "=" | "!=" | ">" | ">=" | "<" | "<=";

/** What can be searched by name. */
export const queryFields = [
  "status",
  "acknowledged",
  "isSeen",
  "snoozed",
  "priority",
  "tag",
  "message",
  "alias",
  "entity",
  "source",
  "description",
  "owner",
  "responders",
  "details",
  "alertId",
  "tinyId",
  "count",
  "createdAt",
  "updatedAt",
  "lastOccurredAt",
  "snoozedUntil",
] as const;
export type Field = (typeof queryFields)[number];
