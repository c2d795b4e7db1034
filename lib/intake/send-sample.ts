import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client";
import { integrations } from "#db/schema/services";
import { receive } from "#lib/intake/receive";
import type { Doing } from "#lib/integrations/change";
import { readIntegration } from "#lib/integrations/read";
import { type SampleChoice, sampleChoice } from "#lib/integrations/schema";
import { signSample } from "#lib/integrations/sign-sample";
import type { IntegrationView } from "#lib/integrations/view";
import { Refusal } from "#lib/refusal";
import { unseal } from "#lib/seal";
import { signatureSecretPlace } from "#lib/signatures/places";
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
  const answer = await receive(await requestOf(integration, source, sample, doing.now));
  return { sample: sample.title, status: answer.status, body: JSON.parse(answer.body) };
}

async function requestOf(integration: IntegrationView, source: Source, sample: Sample<unknown>, now: Date) {
  const { headers, body } = await signed(integration, source, sample, now);
  return {
    method: "POST",
    path: `/api/integrations/${integration.type}`,
    query: `integrationId=${integration.id}`,
    headers: {
      "content-type": "application/json",
      "user-agent": "Tocsin sample",
      ...lowerCase(sample.headers ?? {}),
      ...(integration.key && { "x-integration-key": integration.key }),
      ...headers,
    },
    body,
    ip: "127.0.0.1",
    isSample: true,
  };
}

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

async function signed({ id }: IntegrationView, source: Source, sample: Sample<unknown>, now: Date) {
  const [row] = await db()
    .select({ secret: integrations.signatureSecret, headerName: integrations.signatureHeader })
    .from(integrations)
    .where(and(eq(integrations.id, id), isNull(integrations.deletedAt)));
  if (!row?.secret) return { headers: {}, body: Buffer.from(JSON.stringify(sample.payload)) };
  const secret = unseal(row.secret, signatureSecretPlace(id));
  return signSample(source.signature, sample.payload, { secret, headerName: row.headerName, now });
}

function noSuchSample(source: Source | undefined): Refusal {
  const problem = source
    ? `${source.name} has ${source.samples.length} samples, counted from 0.`
    : "The source of this integration is gone.";
  return new Refusal("invalid", problem, { fields: { sampleIndex: problem } });
}
