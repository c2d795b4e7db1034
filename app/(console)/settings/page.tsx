import type { Metadata } from "next";
import { Card, CardHeader } from "#components/ui/card";
import { companyName } from "#db/queries/people";
import { permit } from "#lib/auth/permit";
import { CompanyForm } from "./company-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  await permit("admin");
  return (
    <Card className="max-w-2xl">
      <CardHeader title="Company" description="The name on the sign-in page and in invitations." />
      <CompanyForm name={(await companyName()) ?? ""} />
    </Card>
  );
}
