import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TextLink } from "#components/ui/text-link";
import { requestById } from "#db/queries/requests";
import { integrationAt } from "../../../../../addresses";
import { integrationOf, type Names } from "../../integration-of";
import { ReceivedSide } from "./received-side";
import { ResultSide } from "./result-side";

export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params }: { params: Promise<Names & { requestId: string }> }) {
  const { id, integrationId, requestId } = await params;
  const { integration } = await integrationOf(id, integrationId);
  const request = await requestById(integration.id, requestId);
  if (!request) notFound();
  return (
    <>
      <p className="mb-3 text-sm">
        <TextLink href={integrationAt(integration)}>All requests</TextLink>
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <ResultSide request={request} />
        <ReceivedSide request={request} />
      </div>
    </>
  );
}
