"use client";

import { useId } from "react";
import { Checkbox } from "#components/ui/checkbox";

export type EventChoice = { id: string; group: string; label: string; hint: string };
type Props = {
  choices: readonly EventChoice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  disabled?: boolean;
};

/** Event types by group; a group is checked, unchecked, or partly so. */
export function EventTree({ choices, chosen, onChange, disabled = false }: Props) {
  const groups = Map.groupBy(choices, (choice) => choice.group);
  function set(ids: string[], on: boolean) {
    const rest = chosen.filter((id) => !ids.includes(id));
    onChange(on ? [...rest, ...ids] : rest);
  }
  return (
    <div className="flex flex-col gap-5">
      {[...groups].map(([group, members]) => (
        <Group key={group} name={group} members={members} chosen={chosen} onSet={set} disabled={disabled} />
      ))}
    </div>
  );
}

type GroupProps = {
  name: string;
  members: EventChoice[];
  chosen: readonly string[];
  onSet: (ids: string[], on: boolean) => void;
  disabled: boolean;
};

function Group({ name, members, chosen, onSet, disabled }: GroupProps) {
  const id = useId();
  const ids = members.map((member) => member.id);
  const count = ids.filter((each) => chosen.includes(each)).length;
  return (
    <fieldset aria-labelledby={id} className="min-w-0">
      <div className="flex items-center gap-2.5 border-b pb-2">
        <Checkbox
          id={`${id}-all`}
          checked={count === 0 ? false : count === ids.length ? true : "indeterminate"}
          onCheckedChange={(on) => onSet(ids, on === true)}
          disabled={disabled}
        />
        <label id={id} htmlFor={`${id}-all`} className="font-medium text-sm">
          {name}
        </label>
        <span className="text-muted text-sm tabular-nums">
          {count} of {ids.length}
        </span>
      </div>
      <ul className="mt-1 grid gap-x-6 sm:grid-cols-2">
        {members.map((member) => (
          <EventLine
            key={member.id}
            choice={member}
            on={chosen.includes(member.id)}
            onSet={(on) => onSet([member.id], on)}
            disabled={disabled}
          />
        ))}
      </ul>
    </fieldset>
  );
}

function EventLine({
  choice,
  on,
  onSet,
  disabled,
}: {
  choice: EventChoice;
  on: boolean;
  onSet: (on: boolean) => void;
  disabled: boolean;
}) {
  const id = useId();
  return (
    <li className="flex gap-2.5 py-1.5">
      <span className="flex h-5 items-center">
        <Checkbox
          id={id}
          aria-describedby={`${id}-hint`}
          checked={on}
          onCheckedChange={(next) => onSet(next === true)}
          disabled={disabled}
        />
      </span>
      <span className="min-w-0">
        <label htmlFor={id} className="block text-sm">
          {choice.label}
        </label>
        <span id={`${id}-hint`} className="block text-muted text-xs">
          {choice.hint}
        </span>
      </span>
    </li>
  );
}
