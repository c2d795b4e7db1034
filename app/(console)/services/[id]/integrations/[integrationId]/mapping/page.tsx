import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requestsOfIntegration } from "#db/queries/requests";
import { jsoned } from "#lib/browser/incident";
import { fieldsOf } from "#lib/forms/fields-of";
import { fillSetup } from "#lib/integrations/fill-setup";
import { type Block, blocksOf } from "#lib/markdown";
import { Refusal } from "#lib/refusal";
import { type MappingPreview, previewMapping } from "#lib/requests/preview-mapping";
import { listsAsText } from "../../lists-as-text";
import { integrationOf, type Names } from "../integration-of";
import { MappingEditor } from "./mapping-editor";

export const metadata: Metadata = { title: "Mapping" };

const mostListed = 20;

type Props = { params: Promise<Names>; searchParams: Promise<{ request?: string | string[] }> };

export default async function MappingPage({ params, searchParams }: Props) {
  const { id, integrationId } = await params;
  const { request } = await searchParams;
  const { integration, source, readAt, mayChange } = await integrationOf(id, integrationId);
  if (!source?.mapsFields || !source.config) notFound();
  const { data } = await requestsOfIntegration(integration.id, { limit: mostListed });
  const named = typeof request === "string" ? await previewOf(integration.id, request, readAt) : null;
  const preview = named ?? (await previewOf(integration.id, undefined, readAt));
  const { webhookUrl: url, key, eventsUrl } = integration;
  return (
    <MappingEditor
      place={{ serviceId: id, id: integration.id }}
      fields={fieldsOf(source.config)}
      config={listsAsText(integration.config)}
      first={{ requests: jsoned(data), preview: preview && { ...jsoned(preview), body: preview.body } }}
      command={commandIn(
        blocksOf(fillSetup(source.setup, { url, key: key ?? "<integration key>", base: new URL(eventsUrl).origin })),
      )}
      mayChange={mayChange}
    />
  );
}

async function previewOf(id: string, requestId: string | undefined, readAt: Date): Promise<MappingPreview | null> {
  try {
    return await previewMapping(id, { requestId }, readAt);
  } catch (error) {
    // There is no such request, or none at all yet.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function commandIn(blocks: Block[]): string | undefined {
  return blocks.flatMap((block) => (block.kind === "code" && block.language === "bash" ? [block.text] : []))[0];
}
