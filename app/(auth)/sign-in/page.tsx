import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "#components/auth-card";
import { companyName } from "#db/queries/people";
import { safePath } from "#lib/auth/safe-path";
import { currentPerson } from "#lib/auth/session";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const company = await companyName();
  if (company === null) redirect("/setup");
  const { callbackUrl } = await searchParams;
  const goTo = safePath(typeof callbackUrl === "string" ? callbackUrl : null, "/");
  if (await currentPerson()) redirect(goTo);
  return (
    <AuthCard title={`Sign in to ${company}`}>
      <SignInForm goTo={goTo} />
      <p className="mt-5 text-muted text-sm">Forgot your password? An admin can make you a link to choose a new one.</p>
    </AuthCard>
  );
}
