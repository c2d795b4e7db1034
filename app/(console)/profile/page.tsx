import type { Metadata } from "next";
import { Card, CardHeader } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { listSessions } from "#db/queries/people";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";
import { PasswordForm } from "./password-form";
import { ProfileForm } from "./profile-form";
import { SessionList } from "./session-list";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const person = await permit("observer");
  const sessions = await listSessions(person.id, now());
  return (
    <>
      <PageHeader title="Profile" description={person.email} />
      <div className="flex max-w-2xl flex-col gap-5">
        <Card>
          <CardHeader
            title="About you"
            description="Your name as others see it, and the zone that times are shown in."
          />
          <ProfileForm name={person.name} timeZone={person.timeZone} zones={zonesWith(person.timeZone)} />
        </Card>
        <Card>
          <CardHeader title="Password" description="Changing it signs you out everywhere else." />
          <PasswordForm email={person.email} />
        </Card>
        <SessionList sessions={sessions} here={person.sessionId} />
      </div>
    </>
  );
}

/** Every zone there is; the person's own too, should it have an older name. */
function zonesWith(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].toSorted();
}
