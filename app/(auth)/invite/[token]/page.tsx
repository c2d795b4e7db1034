import type { Metadata } from "next";
import { AuthCard } from "#components/auth-card";
import { TextLink } from "#components/ui/text-link";
import { companyName, findInvitation } from "#db/queries/people";
import { now } from "#lib/clock";
import { hashOf } from "#lib/seal";
import { AcceptForm } from "./accept-form";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [company, invitation] = await Promise.all([companyName(), findInvitation(hashOf(token), now())]);
  if (!invitation) return <Over />;
  const { name, email, isNew } = invitation;
  const title = isNew ? `Join ${company}` : "Choose a new password";
  const description = isNew
    ? `Welcome, ${name}. Choose a password to sign in with.`
    : `For ${name}. You are signed out everywhere else.`;
  return (
    <AuthCard title={title} description={description}>
      <AcceptForm token={token} email={email} action={isNew ? "Join" : "Save password"} />
    </AuthCard>
  );
}

function Over() {
  return (
    <AuthCard
      title="This link no longer works"
      description="It was used already, was replaced by a newer one, or is older than seven days. Ask an admin of your company for a new link."
    >
      <TextLink href="/sign-in">Sign in</TextLink>
    </AuthCard>
  );
}
