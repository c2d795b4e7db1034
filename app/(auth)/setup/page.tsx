import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "#components/auth-card";
import { isSetUp } from "#db/queries/people";
import { SetupForm } from "./setup-form";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage() {
  if (await isSetUp()) redirect("/sign-in");
  return (
    <AuthCard
      title="Set up Tocsin"
      description="This makes your company and you as its first admin. Next you add a service and send it a first alert."
    >
      <SetupForm />
    </AuthCard>
  );
}
