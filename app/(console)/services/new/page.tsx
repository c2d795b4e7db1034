import type { Metadata } from "next";
import { Card } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { permit } from "#lib/auth/permit";
import { findSource } from "#lib/sources/index";
import { ServiceForm } from "./service-form";

export const metadata: Metadata = { title: "Add a service" };

export default async function NewServicePage({
  searchParams,
}: {
  searchParams: Promise<{ type?: string | string[] }>;
}) {
  await permit("admin");
  const { type } = await searchParams;
  const source = typeof type === "string" ? findSource(type) : undefined;
  return (
    <div className="max-w-2xl">
      <PageHeader
        crumbs={[{ label: "Services", href: "/services" }]}
        title="Add a service"
        description={`The thing that can be down. ${source ? `Next you get its ${source.name} integration.` : "Next you pick what reports on it."}`}
      />
      <Card>
        <ServiceForm type={source?.id} />
      </Card>
    </div>
  );
}
