import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { z } from "zod";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { roles } from "#db/vocabulary";
import { permit } from "#lib/auth/permit";
import { roleTexts } from "#lib/auth/roles";

export const metadata: Metadata = { title: "Not allowed" };

const query = z.object({ needs: z.enum(roles).catch("admin") });

/** Where `permit` leads somebody whose role is too low for a page. */
export default async function NotAllowedPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const person = await permit("observer");
  const { needs } = query.parse(await searchParams);
  return (
    <>
      <PageHeader title="Not allowed" />
      <Card>
        <EmptyState
          icon={<Lock />}
          title={`That page needs the role ${roleTexts[needs].label}`}
          action={<TextLink href="/incidents">Back to the incidents</TextLink>}
        >
          Your role is {roleTexts[person.role].label}. Ask an admin of your company if you need more.
        </EmptyState>
      </Card>
    </>
  );
}
