import type { Metadata } from "next";
import { LiveRefresh } from "#components/live-provider";
import { Card } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { listPeople } from "#db/queries/people";
import { permit } from "#lib/auth/permit";
import { allows } from "#lib/auth/roles";
import { now } from "#lib/clock";
import { InvitePerson } from "./invite-person";
import { PeopleTable } from "./people-table";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const person = await permit("observer");
  const people = await listPeople(now());
  return (
    <>
      <LiveRefresh topics={["people"]} />
      <PageHeader
        title="People"
        description="Who may see and answer incidents here."
        actions={allows(person.role, "admin") && <InvitePerson />}
      />
      <Card>
        <PeopleTable people={people} />
      </Card>
    </>
  );
}
