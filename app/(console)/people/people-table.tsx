"use client";

import { useMay, useMe } from "#components/person-provider";
import { Avatar } from "#components/ui/avatar";
import { Badge } from "#components/ui/badge";
import { Table, Td, Th, Tr } from "#components/ui/table";
import { Time } from "#components/ui/time";
import type { PersonRow } from "#db/queries/people";
import { roleTexts } from "#lib/auth/roles";
import { PersonMenu } from "./person-menu";

/** Everybody, with what an admin may do about them at the end of the row. */
export function PeopleTable({ people }: { people: PersonRow[] }) {
  const mayChange = useMay("admin");
  return (
    <Table label="People">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Role</Th>
          <Th>State</Th>
          <Th className="max-sm:hidden">Last here</Th>
          {mayChange && (
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Tr key={person.id}>
            <Td className="max-sm:w-full">
              <Name person={person} />
            </Td>
            <Td className="max-sm:hidden">{roleTexts[person.role].label}</Td>
            <Td>
              <State person={person} />
            </Td>
            <Td className="text-muted max-sm:hidden">
              {person.lastSeenAt ? <Time at={person.lastSeenAt} /> : "never"}
            </Td>
            {mayChange && (
              <Td className="w-0 text-right">
                <PersonMenu person={person} />
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Name({ person }: { person: PersonRow }) {
  const isMe = useMe().id === person.id;
  return (
    <div className="flex min-w-0 items-center gap-2.5 py-1">
      <Avatar name={person.name} />
      <div className="min-w-0">
        <div className="font-medium">
          {person.name}
          {isMe && <span className="font-normal text-muted"> (you)</span>}
        </div>
        <div className="break-all text-muted text-xs">{person.email}</div>
        <div className="text-muted text-xs sm:hidden">{roleTexts[person.role].label}</div>
      </div>
    </div>
  );
}

function State({ person }: { person: PersonRow }) {
  if (person.state === "active") return <Badge tone="green">Active</Badge>;
  if (person.state === "disabled") return <Badge tone="grey">Disabled</Badge>;
  return (
    <span className="flex items-center gap-x-2 max-sm:flex-col max-sm:items-start">
      <Badge tone="blue">Invited</Badge>
      <span className="whitespace-nowrap text-muted text-xs">
        {person.invitedUntil ? (
          <>
            link ends <Time at={person.invitedUntil} />
          </>
        ) : (
          "link is over"
        )}
      </span>
    </span>
  );
}
