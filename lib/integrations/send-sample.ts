import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client";
import { integrations } from "#db/schema/services";
import { type SampleChoice, sampleChoice } from "#lib/api/schemas/integrations";
import { receive } from "#lib/intake/receive";
import type { Doing } from "#lib/integrations/change";
import { signatureSecretPlace } from "#lib/integrations/places";
import { readIntegration } from "#lib/integrations/read";
import { signatureHeader } from "#lib/integrations/sign-sample";
import type { IntegrationView } from "#lib/integrations/view";
import { Refusal } from "#lib/refusal";
import { unseal } from "#lib/seal";
import type { Sample, Source } from "#lib/sources/contract";
import { findSource } from "#lib/sources/index";

/** What the sender of the sample would have got. */
export type SampleAnswer = { sample: string; status: number; body: unknown };

/** Sends a sample of the source as a sender would: through the door, signed when a secret is set, and into the log. */
export async function sendSample(id: string, choice: SampleChoice, doing: Doing): Promise<SampleAnswer> {
  const integration = await readIntegration(id, { ...doing, showKey: true });
  const source = findSource(integration.type);
  const sample = source?.samples[sampleChoice.parse(choice).sampleIndex];
  if (!source || !sample) throw noSuchSample(source);
  const answer = await receive(await requestOf(integration, source, sample));
  return { sample: sample.title, status: answer.status, body: JSON.parse(answer.body) };
}

async function requestOf(integration: IntegrationView, source: Source, sample: Sample<unknown>) {
  const body = Buffer.from(JSON.stringify(sample.payload));
  const headers = {
    "content-type": "application/json",
    "user-agent": "Tocsin sample",
    ...(integration.key && { "x-integration-key": integration.key }),
    ...(await proof(integration, source, body)),
  };
  const path = `/api/integrations/${integration.type}`;
  return { method: "POST", path, query: `integrationId=${integration.id}`, headers, body, ip: "127.0.0.1" };
}

async function proof({ id }: IntegrationView, source: Source, body: Uint8Array): Promise<Record<string, string>> {
  const [row] = await db()
    .select({ secret: integrations.signatureSecret })
    .from(integrations)
    .where(and(eq(integrations.id, id), isNull(integrations.deletedAt)));
  return row?.secret ? signatureHeader(source.signature, body, unseal(row.secret, signatureSecretPlace(id))) : {};
}

function noSuchSample(source: Source | undefined): Refusal {
  const problem = source
    ? `${source.name} has ${source.samples.length} samples, counted from 0.`
    : "The source of this integration is gone.";
  return new Refusal("invalid", problem, { fields: { sampleIndex: problem } });
}
