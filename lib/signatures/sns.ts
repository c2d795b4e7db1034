import { type KeyObject, verify, X509Certificate } from "node:crypto";
import { textAt } from "#lib/reading/text-at";
import type { Evidence, Finding } from "#lib/signatures/evidence";
import { fetchOnce } from "#lib/signatures/fetch-once";

const toleranceSeconds = 3_600;
const certificateFreshForMs = 86_400_000;
const algorithms: Record<string, string> = { "1": "RSA-SHA1", "2": "RSA-SHA256" };

/** Is this an address of Amazon SNS itself? Only such are asked for certificates and visited to confirm a subscription. */
export function isAddressOfSns(address: string): boolean {
  const url = URL.parse(address);
  if (url?.protocol !== "https:" || url.port || url.username || url.password) return false;
  return /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(\.cn)?$/.test(url.hostname);
}

/** A message of Amazon SNS: signed with a certificate of Amazon's, not old, and of the topic that was confirmed. */
export async function checkSns({ parsed, now }: Evidence, pinnedTopic: string | null): Promise<Finding> {
  const signature = textAt(parsed, "Signature");
  const certificateUrl = textAt(parsed, "SigningCertURL");
  if (!signature || !certificateUrl) return "missing";
  const algorithm = algorithms[textAt(parsed, "SignatureVersion") ?? ""];
  if (!algorithm) return { wrong: "The SignatureVersion of the message is neither 1 nor 2." };
  if (!isCertificateOfSns(certificateUrl))
    return { wrong: "The SigningCertURL of the message is not an address of Amazon SNS." };
  const stale = stalenessOf(parsed, now);
  if (stale) return { wrong: stale };
  const key = keyIn(await fetchOnce(certificateUrl, certificateFreshForMs), now);
  if (!key) return { wrong: "At the SigningCertURL of the message is no certificate that is valid today." };
  const bytes = Buffer.from(signature, "base64");
  if (!signedTexts(parsed).some((text) => verify(algorithm, Buffer.from(text), key, bytes)))
    return { wrong: "The Signature of the message is not Amazon's. Check that nothing on the way rewrites the body." };
  return pinProblem(textAt(parsed, "TopicArn"), pinnedTopic) ?? "right";
}

const isCertificateOfSns = (address: string): boolean =>
  isAddressOfSns(address) && new URL(address).pathname.endsWith(".pem");

function stalenessOf(parsed: unknown, now: Date): string | undefined {
  const at = Date.parse(textAt(parsed, "Timestamp") ?? "");
  if (Math.abs(now.getTime() - at) / 1_000 <= toleranceSeconds) return undefined;
  return "The Timestamp of the message is more than an hour away. It is a repeat of an old one, or the clock of this machine is wrong.";
}

function keyIn(pem: string | undefined, now: Date): KeyObject | undefined {
  const certificate = certificateIn(pem ?? "");
  if (!certificate || Date.parse(certificate.validFrom) > now.getTime()) return undefined;
  return Date.parse(certificate.validTo) < now.getTime() ? undefined : certificate.publicKey;
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

const ofNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
const ofConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

/** What may have been signed. For UnsubscribeConfirmation Amazon's documents and its own validator differ. */
export function signedTexts(parsed: unknown): string[] {
  const type = textAt(parsed, "Type");
  if (type === "Notification") return [signedText(parsed, ofNotification)];
  if (type === "SubscriptionConfirmation") return [signedText(parsed, ofConfirmation)];
  return [signedText(parsed, ofConfirmation), signedText(parsed, ofNotification)];
}

function signedText(parsed: unknown, fields: string[]): string {
  const given = new Map(Object.entries(typeof parsed === "object" && parsed !== null ? parsed : {}));
  return fields
    .flatMap((field) => (typeof given.get(field) === "string" ? [`${field}\n${given.get(field)}\n`] : []))
    .join("");
}

function pinProblem(topic: string | undefined, pinned: string | null): Finding | undefined {
  if (pinned === null || topic === pinned) return undefined;
  return {
    wrong: `The message is of the topic ${topic ?? "(none)"}, but this integration was confirmed for ${pinned}. Add an integration for each topic, or let this one forget its topic in its settings.`,
  };
}
