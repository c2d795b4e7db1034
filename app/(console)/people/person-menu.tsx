"use client";

import { Ban, CircleCheck, Link2, LogOut, MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { useMe } from "#components/person-provider";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Dialog } from "#components/ui/dialog";
import {
  Menu,
  MenuContent,
  MenuEntry,
  MenuLabel,
  MenuRadioEntry,
  MenuRadioGroup,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/dropdown-menu";
import { notify, notifyFailure } from "#components/ui/toast";
import type { PersonRow } from "#db/queries/people";
import { type Role, roles } from "#db/vocabulary";
import type { FormAnswer } from "#lib/auth/form-answer";
import { roleTexts } from "#lib/auth/roles";
import { askAction } from "#lib/browser/ask-action";
import { disablePerson, enablePerson, giveRole, type InvitationLink, makeLink, signOutEverywhere } from "./actions";
import { ShownLink } from "./shown-link";

/** What an admin may do about one person. */
export function PersonMenu({ person }: { person: PersonRow }) {
  const [asking, setAsking] = useState<"disable" | null>(null);
  const [link, setLink] = useState<InvitationLink | null>(null);
  const isActive = person.state === "active";
  const isMe = useMe().id === person.id;
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={`Change ${person.name}`}>
            <MoreHorizontal aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent>
          <MenuLabel>Role</MenuLabel>
          <RoleChoice person={person} />
          <MenuSeparator />
          {person.state !== "disabled" && (
            <MenuEntry
              onSelect={async () =>
                setLink(resultOf(await askAction(() => makeLink(person.id, person.name)), "The link was not made"))
              }
            >
              <Link2 aria-hidden />
              {isActive ? "Make password link" : "Make new invitation link"}
            </MenuEntry>
          )}
          {isActive && (
            <MenuEntry onSelect={() => signOut(person)}>
              <LogOut aria-hidden />
              {isMe ? "Sign out everywhere else" : "Sign out everywhere"}
            </MenuEntry>
          )}
          {person.state === "disabled" ? (
            <MenuEntry onSelect={() => bringBack(person)}>
              <CircleCheck aria-hidden />
              Enable
            </MenuEntry>
          ) : (
            <MenuEntry tone="danger" onSelect={() => setAsking("disable")}>
              <Ban aria-hidden />
              Disable
            </MenuEntry>
          )}
        </MenuContent>
      </Menu>
      <Dialog open={link !== null} onOpenChange={() => setLink(null)}>
        {link && <ShownLink link={link} />}
      </Dialog>
      <ConfirmDialog
        open={asking === "disable"}
        onOpenChange={() => setAsking(null)}
        title={`Disable ${person.name}?`}
        action="Disable person"
        onConfirm={() => shutOut(person)}
      >
        {isMe
          ? "You are signed out at once and cannot sign in again."
          : `${person.name} is signed out at once and cannot sign in.`}{" "}
        What they did stays; you can enable them again.
      </ConfirmDialog>
    </>
  );
}

function RoleChoice({ person }: { person: PersonRow }) {
  return (
    <MenuRadioGroup
      value={person.role}
      onValueChange={(value) => changeTo(person, roles.find((role) => role === value) ?? person.role)}
    >
      {roles.toReversed().map((role) => (
        <MenuRadioEntry key={role} value={role}>
          {roleTexts[role].label}
        </MenuRadioEntry>
      ))}
    </MenuRadioGroup>
  );
}

async function changeTo(person: PersonRow, role: Role) {
  const done = resultOf(
    await askAction(() => giveRole(person.id, role)),
    `${person.name} is still ${roleTexts[person.role].label}`,
  );
  if (done)
    notify(`${person.name} is ${roleTexts[role].label} now`, { undo: () => void giveRole(person.id, person.role) });
}

async function signOut(person: PersonRow) {
  const ended = resultOf(await askAction(() => signOutEverywhere(person.id)), `${person.name} was not signed out`);
  if (ended !== null)
    notify(
      ended === 0
        ? `${person.name} was not signed in anywhere`
        : `${person.name} was signed out of ${ended === 1 ? "one browser" : `${ended} browsers`}`,
    );
}

async function bringBack(person: PersonRow) {
  if (resultOf(await askAction(() => enablePerson(person.id)), `${person.name} is still disabled`))
    notify(`${person.name} may sign in again`);
}

/** Throws why not, which the dialog then says. */
async function shutOut(person: PersonRow) {
  const told = await askAction(() => disablePerson(person.id));
  if (told.message) throw new Error(told.message);
  notify(`${person.name} is disabled`, { undo: () => void enablePerson(person.id) });
}

function resultOf<Result>(told: FormAnswer<Result>, failure: string): Result | null {
  if (told.message) notifyFailure(failure, { description: told.message });
  return told.result;
}
