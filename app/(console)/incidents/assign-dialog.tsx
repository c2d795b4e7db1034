"use client";

import { type FormEvent, useId, useState } from "react";
import { useMe } from "#components/person-provider";
import { Avatar } from "#components/ui/avatar";
import { Checkbox } from "#components/ui/checkbox";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "#components/ui/dialog";
import { Input } from "#components/ui/input";
import { PressButton } from "#components/ui/press-button";

type Person = { id: string; name: string };
type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Who has it; of several incidents, who has all of them. */
  assigned: string[];
  people: Person[];
  onAssign: OnAssign;
};
type OnAssign = (added: string[], removed: string[]) => void;

const worthSearching = 8;

/** Who has an incident, or several, from now on: people are added and removed, and others stay. */
export function AssignDialog({ open, onOpenChange, title, assigned, people, onAssign }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={title} size="small">
        <PeopleForm
          people={people}
          assigned={assigned}
          onAssign={(added, removed) => {
            onOpenChange(false);
            onAssign(added, removed);
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function PeopleForm({ people, assigned, onAssign }: { people: Person[]; assigned: string[]; onAssign: OnAssign }) {
  const me = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(assigned));
  const [text, setText] = useState("");
  const fitting = people.filter((person) => person.name.toLowerCase().includes(text.trim().toLowerCase()));
  const sorted = [
    ...fitting.filter((person) => person.id === me.id),
    ...fitting.filter((person) => person.id !== me.id),
  ];
  // Not the form's action: that runs as a transition, and the dialog would stay until the page is drawn again.
  function submit(event: FormEvent) {
    event.preventDefault();
    onAssign(
      [...chosen].filter((id) => !assigned.includes(id)),
      assigned.filter((id) => !chosen.has(id)),
    );
  }
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-col">
      <DialogBody className="gap-1">
        {people.length > worthSearching && (
          <Input
            type="search"
            aria-label="Search people"
            placeholder="Search people"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <ul className="min-h-0 overflow-y-auto">
          {sorted.map((person) => (
            <PersonChoice
              key={person.id}
              person={person}
              isMe={person.id === me.id}
              chosen={chosen.has(person.id)}
              onChange={(on) => setChosen(toggled(chosen, person.id, on))}
            />
          ))}
        </ul>
        {sorted.length === 0 && <p className="py-4 text-center text-muted text-sm">No people match.</p>}
      </DialogBody>
      <DialogFooter>
        <PressButton type="submit" variant="primary">
          {chosen.size === 0 && assigned.length > 0 ? "Unassign" : "Assign"}
        </PressButton>
      </DialogFooter>
    </form>
  );
}

function PersonChoice({
  person,
  isMe,
  chosen,
  onChange,
}: {
  person: Person;
  isMe: boolean;
  chosen: boolean;
  onChange: (on: boolean) => void;
}) {
  const id = useId();
  return (
    <li>
      <label htmlFor={id} className="touch flex h-10 items-center gap-3 rounded-md px-1.5 text-base hover:bg-hover">
        <Checkbox id={id} checked={chosen} onCheckedChange={(on) => onChange(on === true)} />
        <Avatar name={person.name} />
        <span className="truncate">
          {person.name}
          {isMe && <span className="text-muted"> (me)</span>}
        </span>
      </label>
    </li>
  );
}

function toggled(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
