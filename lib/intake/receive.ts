import { newId } from "#db/id";
import { now } from "#lib/clock";
import { admit, type KeptRequest } from "#lib/incidents/admit";
import { answerTo, answerToRefusal, json } from "#lib/intake/answer";
import { authenticate, type Sender } from "#lib/intake/authenticate";
import { checkEnabled, checkProof } from "#lib/intake/check-sender";
import { clockAhead } from "#lib/intake/clock-ahead";
import { credentialsOf } from "#lib/intake/credentials";
import { deliveryIdOf } from "#lib/intake/delivery-id";
import { bodyLimit, type Endpoint, endpointOf } from "#lib/intake/endpoint";
import { keepRefused } from "#lib/intake/keep-refused";
import { keepIgnored } from "#lib/intake/kept-body";
import { originOf } from "#lib/intake/origin-of";
import { parseBody } from "#lib/intake/parse-body";
import { maxBodyBytes, mebibyte, type RawAnswer, type RawRequest } from "#lib/intake/raw";
import { readyEvents } from "#lib/intake/ready-events";
import { receivedRequest } from "#lib/intake/received-request";
import { shakeHands } from "#lib/intake/shake-hands";
import { log } from "#lib/log";
import { Refusal, refusalFor } from "#lib/refusal";
import type { Answer, Ending, Problem, Reading, Source } from "#lib/sources/contract";

/** What is known of a request so far; a refusal is kept with it. */
type Progress = { request: RawRequest; receivedAt: Date; source?: Source; sender?: Sender; isProven?: boolean };

/**
 * Takes in a request of a monitoring tool and answers after what it says is stored. Never throws: a caller's mistake is
 * a refusal that says what to do, a database that is away is 503, a bug is logged and answered 500.
 */
export async function receive(request: RawRequest): Promise<RawAnswer> {
  const progress: Progress = { request, receivedAt: now() };
  try {
    return await letIn(progress);
  } catch (error) {
    return refuse(progress, error);
  }
}

async function letIn(progress: Progress): Promise<RawAnswer> {
  const { request, receivedAt } = progress;
  const endpoint = endpointOf(request.path);
  progress.source = endpoint.source;
  if (isVisit(request, endpoint))
    return answerTo(endpoint.source, { outcome: "ignored", reason: "Ready. Monitoring tools post here." });
  await findLargeSender(progress, endpoint);
  checkShape(request, endpoint);
  const parsed = parseBody(request.body, request.headers["content-type"] ?? "", request.query);
  const body = "value" in parsed ? parsed.value : undefined;
  const sender = await authenticate(
    credentialsOf(request, endpoint.named, body),
    serviceIdOf(body, request.query),
    receivedAt,
  );
  progress.sender = sender;
  await checkProof(sender, endpoint, { request, parsed: body, now: receivedAt });
  progress.isProven = true;
  checkEnabled(sender);
  if ("problem" in parsed) throw new UnreadableRefusal([{ path: "", message: parsed.problem }]);
  const reading = readingOf(endpoint.source, sender, body, request);
  return "events" in reading
    ? storeEvents(progress, endpoint.source, sender, { reading, body })
    : storeQuietly(progress, endpoint.source, sender, { reading, body });
}

/**
 * A large body costs much to read, so who sends it must be known first. One that is too large in any case is not read; its
 * sender is looked up for the log alone.
 */
async function findLargeSender(progress: Progress, endpoint: Endpoint) {
  const { request, receivedAt } = progress;
  if (request.body.length <= maxBodyBytes && !request.isCrowdedOut) return;
  const credentials = credentialsOf(request, endpoint.named, undefined);
  const isNamed = (credentials.integrationId ?? credentials.key) !== null;
  if (request.body.length > bodyLimit(request.path) && !isNamed) return;
  progress.sender = await authenticate(credentials, serviceIdOf(undefined, request.query), receivedAt);
}

/** With an API key the caller names the service, in the body or in the URL. */
function serviceIdOf(body: unknown, query: string): string | null {
  const named =
    typeof body === "object" && body !== null
      ? "service_id" in body
        ? body.service_id
        : "serviceId" in body
          ? body.serviceId
          : null
      : null;
  const parameters = new URLSearchParams(query);
  return typeof named === "string" ? named : (parameters.get("service_id") ?? parameters.get("serviceId"));
}

/** A person opening the webhook URL in a browser, or a tool that checks that it is there. */
function isVisit(request: RawRequest, endpoint: Endpoint): boolean {
  if (request.method !== "GET" || !endpoint.methods.includes("GET")) return false;
  return ![...new URLSearchParams(request.query).keys()].some((name) => !/^(integration_?id|.*key|token)$/i.test(name));
}

const retryLargeAfterSeconds = 10;

function checkShape(request: RawRequest, endpoint: Endpoint) {
  if (!endpoint.methods.includes(request.method)) {
    throw new Refusal("method_not_allowed", `${request.method} is not understood here. Send the alert with POST.`);
  }
  const limit = bodyLimit(request.path);
  if (request.body.length > limit)
    throw new Refusal(
      "too_large",
      `The body is larger than ${limit / mebibyte} MiB. Send fewer alerts in one request.`,
    );
  if (request.isCrowdedOut) {
    throw new Refusal(
      "overloaded",
      `Too many large bodies are coming in at once, so this one was not read to its end. Send it again in ${retryLargeAfterSeconds} seconds.`,
      { retryAfterSeconds: retryLargeAfterSeconds },
    );
  }
}

function readingOf(
  source: Source,
  sender: Sender,
  body: unknown,
  request: RawRequest,
): Exclude<Reading, { unreadable: Problem[] }> {
  // An integration's config belongs to its own source.
  const config =
    sender.kind === "integration" && sender.integration.type === source.id ? sender.integration.config : {};
  const { method, headers, query } = request;
  const reading = source.read(body, config, { method, headers, query: new URLSearchParams(query) });
  if ("unreadable" in reading) throw new UnreadableRefusal(reading.unreadable);
  return reading;
}

type EventsReading = Extract<Reading, { events: unknown }>;
type QuietReading = Exclude<Reading, EventsReading | { unreadable: Problem[] }>;

/** Keeps a request that asks for no incident. */
async function storeQuietly(
  progress: Progress,
  source: Source,
  sender: Sender,
  { reading, body }: { reading: QuietReading; body: unknown },
): Promise<RawAnswer> {
  const { outcome, reason, answer } = await quietEnding(reading, {
    sender,
    body,
    isSample: progress.request.isSample === true,
    now: progress.receivedAt,
  });
  const answered = answer ? json(answer) : answerTo(source, { outcome, reason });
  const kept = keepIgnored(progress.request.body, reason);
  const keeping = { ...progress, request: { ...progress.request, body: kept.body } };
  await admit(originOf(sender), [], {
    kept: keptRequest(keeping, source, sender, { outcome, reason: kept.reason, status: answered.status }),
  });
  return answered;
}

type QuietEnding = Extract<Ending, { reason: string }> & { answer?: Answer | undefined };

async function quietEnding(reading: QuietReading, asking: Parameters<typeof shakeHands>[1]): Promise<QuietEnding> {
  if ("test" in reading) return { outcome: "test", reason: reading.test };
  if ("ignored" in reading) return { outcome: "ignored", reason: reading.ignored };
  return { outcome: "handshake", ...(await shakeHands(reading, asking)) };
}

async function storeEvents(
  progress: Progress,
  source: Source,
  sender: Sender,
  { reading, body }: { reading: EventsReading; body: unknown },
): Promise<RawAnswer> {
  const { request } = progress;
  const severity = sender.kind === "integration" ? sender.integration.defaultSeverity : "error";
  const mayBeStale = source.occurredAtIs === "own" && !request.isSample;
  const events = readyEvents(reading.events, sender.scope, { severity, source: sender.actor.name, mayBeStale });
  const ahead = mayBeStale ? clockAhead(events, progress.receivedAt) : [];
  const noted = [...reading.problems, ...ahead];
  const reason = noted.length > 0 ? noted.join(" ") : null;
  const deliveryId = deliveryIdOf(source, request, body);
  const { status } = answerTo(source, { outcome: "accepted", events: [], problems: [] });
  const ingested = await admit(originOf(sender), events, {
    kept: keptRequest(progress, source, sender, { outcome: "accepted", reason, status, deliveryId }),
  });
  if (ingested.verdict === "repeated")
    return answerTo(source, { outcome: "ignored", reason: ingested.reason ?? "A repeat." });
  if (ingested.verdict === "closed")
    throw new StoredRefusal("forbidden", "This integration was disabled just now. Enable it on its page in Tocsin.");
  if (ingested.verdict === "over") throw overLimit(source);
  const results = events.map(({ action, dedupKey }, at) => ({
    action,
    dedupKey,
    incident: ingested.incidents[at] ?? null,
  }));
  const problems = ingested.verdict === "late" ? [...noted, waitsForItsTurn] : noted;
  return answerTo(source, { outcome: "accepted", events: results, problems });
}

const waitsForItsTurn =
  "This integration is over its limit of requests a minute: this one is stored, and what it triggers is taken in when its turn comes.";

type Said = {
  outcome: "accepted" | "ignored" | "test" | "handshake";
  reason: string | null;
  status: number;
  deliveryId?: string | null;
};

function keptRequest(progress: Progress, source: Source, sender: Sender, said: Said): KeptRequest {
  return {
    ...receivedRequest(progress.request, progress.receivedAt, source, sender),
    ...said,
    id: newId(progress.receivedAt.getTime()),
    overStatus: source.overLimit,
    durationMs: Math.max(0, Math.round(now().getTime() - progress.receivedAt.getTime())),
  };
}

/** The body cannot be read as what the source sends. */
class UnreadableRefusal extends Refusal {
  readonly problems: Problem[];
  constructor(problems: Problem[]) {
    const [first] = problems;
    super("bad_request", `${first?.path ? `${first.path}: ` : ""}${first?.message ?? "The body cannot be read."}`, {
      fields: Object.fromEntries(problems.map(({ path, message }) => [path || "body", message])),
    });
    this.problems = problems;
  }
}

/** A refusal whose request the database has kept already. */
class StoredRefusal extends Refusal {}

const secondsInMinute = 60;

function overLimit(source: Source): Refusal {
  const retryAfterSeconds = secondsInMinute - (Math.floor(now().getTime() / 1000) % secondsInMinute);
  const code = source.overLimit === 429 ? "rate_limited" : "overloaded";
  return new StoredRefusal(
    code,
    `This integration is over its limit of requests a minute. Send it again in ${retryAfterSeconds} seconds.`,
    { retryAfterSeconds },
  );
}

function refuse(progress: Progress, error: unknown): RawAnswer {
  const refusal = refusalFor(error);
  if (!refusal) log.error({ error, path: progress.source?.id }, "a request could not be taken in");
  if (refusal && isPoison(progress, refusal)) return swallow(progress, refusal);
  const problems = error instanceof UnreadableRefusal ? error.problems : [];
  const ending: Extract<Ending, { outcome: "refused" }> = {
    outcome: "refused",
    status: refusal?.status ?? 500,
    message: refusal?.message ?? "Tocsin failed to store this request. Send it again; the log of the server says why.",
    problems,
  };
  if (!(error instanceof StoredRefusal)) keepRefused(progress, ending);
  return answerToRefusal(progress.source, ending, refusal);
}

/** Would this vendor send the same request for ever, although it can never be taken? */
function isPoison(progress: Progress, { status }: Refusal): progress is Progress & { source: Source } {
  return progress.source?.resendsRefused === true && progress.isProven === true && status < 500 && status !== 429;
}

function swallow(progress: Progress & { source: Source }, refusal: Refusal): RawAnswer {
  const { message, code } = refusal;
  const outcome = code === "forbidden" ? "refused" : "ignored";
  if (!(refusal instanceof StoredRefusal)) keepRefused(progress, { outcome, status: 200, message });
  return answerTo(progress.source, { outcome: "ignored", reason: message });
}
