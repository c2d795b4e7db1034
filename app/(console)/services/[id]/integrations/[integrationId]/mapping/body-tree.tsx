"use client";

import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { twMerge } from "tailwind-merge";
import { Badge } from "#components/ui/badge";
import type { Place } from "./pick";
import { keyOf, openAtFirst, shownAtOnce, type TreeRow, type TreeState, treeRows } from "./tree-rows";

type Props = {
  body: unknown;
  /** Whether pressing a list picks it instead of opening it. */
  picksLists: boolean;
  /** What a place is used for already. */
  usesOf: (place: Place) => string[];
  /** Absent: the tree is only looked at. */
  onPick: ((place: Place) => void) | undefined;
};

/** A parsed body as a tree: arrow keys move in it, Enter or a press picks a value. */
export function BodyTree({ body, picksLists, usesOf, onPick }: Props) {
  const [state, setState] = useState<TreeState>(() => ({ open: openAtFirst(body), shown: new Map() }));
  const [current, setCurrent] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const rows = treeRows(body, state);
  const at = Math.max(
    0,
    rows.findIndex(({ key }) => key === current),
  );

  function focusRow(to: number) {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
    if (!row) return;
    setCurrent(row.key);
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"]`)?.focus();
  }
  function turn(row: TreeRow, open: boolean) {
    setState((before) => ({ ...before, open: withKey(before.open, row.key, open) }));
  }
  function press(row: TreeRow) {
    setCurrent(row.key);
    if (row.kind === "more") setState((before) => ({ ...before, shown: withMore(before.shown, keyOf(row.steps)) }));
    else if (row.kind === "branch" && !(picksLists && Array.isArray(row.value))) turn(row, !row.isOpen);
    else onPick?.(row);
  }
  function onKey(event: KeyboardEvent, row: TreeRow) {
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusRow(at + 1),
      ArrowUp: () => focusRow(at - 1),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      ArrowRight: () => (row.kind === "branch" && !row.isOpen ? turn(row, true) : focusRow(at + 1)),
      ArrowLeft: () => (row.isOpen ? turn(row, false) : focusRow(parentOf(rows, at))),
      Enter: () => press(row),
      " ": () => press(row),
    };
    const move = event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  }

  return (
    <div ref={list} role="tree" aria-label="The body of the request" className="py-1 font-mono text-xs">
      {rows.map((row, place) => (
        <Row
          key={row.key}
          row={row}
          uses={usesOf(row)}
          isReached={place === at}
          isPicked={onPick !== undefined}
          onTurn={() => turn(row, !row.isOpen)}
          onPress={() => press(row)}
          onKeyDown={(event) => onKey(event, row)}
        />
      ))}
    </div>
  );
}

type RowProps = {
  row: TreeRow;
  uses: string[];
  /** Whether the Tab key leads to this row. */
  isReached: boolean;
  /** Whether a press does something with a value. */
  isPicked: boolean;
  onTurn: () => void;
  onPress: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

function Row({ row, uses, isReached, isPicked, onTurn, onPress, onKeyDown }: RowProps) {
  const { key, name, text, depth, kind, isOpen } = row;
  const isQuiet = kind === "value" && !isPicked;
  return (
    <div
      role="treeitem"
      data-row={key}
      aria-level={depth + 1}
      aria-expanded={kind === "branch" ? isOpen : undefined}
      aria-selected={uses.length > 0}
      tabIndex={isReached ? 0 : -1}
      onClick={onPress}
      onKeyDown={onKeyDown}
      style={{ paddingLeft: `${0.5 + depth}rem` }}
      className={twMerge(
        "touch flex min-h-7 items-center gap-1 pr-3 focus-visible:-outline-offset-2",
        isQuiet ? "cursor-default" : "cursor-pointer hover:bg-hover",
      )}
    >
      {kind === "branch" ? (
        // The row itself is what the keyboard reaches; this is a smaller place to press for opening alone.
        <span
          aria-hidden
          className="-my-1 flex size-5 shrink-0 items-center justify-center"
          onClick={(event) => {
            event.stopPropagation();
            onTurn();
          }}
        >
          <ChevronRight className={twMerge("size-3.5 text-muted transition-transform", isOpen && "rotate-90")} />
        </span>
      ) : (
        <span aria-hidden className="size-5 shrink-0" />
      )}
      <span className={twMerge("min-w-0 flex-1 truncate", kind === "more" && "text-accent-text")} title={text}>
        <span className="text-ink">{name}</span>
        <span className="text-faint">{kind === "more" ? " · " : ": "}</span>
        <span className={kind === "value" ? "text-accent-text" : "text-muted"}>{text}</span>
      </span>
      {uses.map((use) => (
        <Badge key={use} tone="accent" className="font-sans">
          {use}
        </Badge>
      ))}
    </div>
  );
}

function parentOf(rows: TreeRow[], at: number): number {
  const depth = rows[at]?.depth ?? 0;
  const parent = rows.slice(0, at).findLastIndex((row) => row.depth < depth);
  return parent < 0 ? at : parent;
}

function withKey(open: ReadonlySet<string>, key: string, isOpen: boolean): Set<string> {
  const next = new Set(open);
  if (isOpen) next.add(key);
  else next.delete(key);
  return next;
}

const withMore = (shown: ReadonlyMap<string, number>, key: string) =>
  new Map(shown).set(key, (shown.get(key) ?? shownAtOnce) + 4 * shownAtOnce);
