import { newId } from "#db/id";
import { now } from "#lib/clock";
import { authenticate } from "#lib/intake/authenticate";
import { checkEnabled, checkProof } from "#lib/intake/check-sender";
import { credentialsOf } from "#lib/intake/credentials";
import { keepRefused } from "#lib/intake/keep-refused";
import { parseBody } from "#lib/intake/parse-body";
import { maxBodyBytes, type RawAnswer, type RawRequest } from "#lib/intake/raw";
import { log } from "#lib/log";
import { actOnAlert, noSuchAlert } from "#lib/opsgenie/act-on-alert";
import { actions } from "#lib/opsgenie/actions";
import { answer, refusalAnswer, willBeProcessed } from "#lib/opsgenie/answers";
import { type ActionVerb, type Call, callOf, type ReadVerb, type Verb } from "#lib/opsgenie/calls";
import { createAlert } from "#lib/opsgenie/create-alert";
import type { Admitted, Exchange, IntegrationSender } from "#lib/opsgenie/exchange";
import { KeptRefusal } from "#lib/opsgenie/keep-request";
import { pingHeartbeat } from "#lib/opsgenie/ping-heartbeat";
import { reads } from "#lib/opsgenie/read-alerts";
import { unprocessable } from "#lib/opsgenie/read-input";
import { Refusal, refusalFor } from "#lib/refusal";
import { opsgenie } from "#lib/sources/opsgenie";
import { cleanJson } from "#lib/text";

/**
 * Opsgenie's Alert API: takes a request of one of its clients and answers as Opsgenie does, after what it asks is done.
 * Never throws.
 */
export async function serveOpsgenie(request: RawRequest): Promise<RawAnswer> {
  const receivedAt = now();
  const exchange: Exchange = { request, receivedAt, requestId: newId(receivedAt.getTime()) };
  try {
    return await serve(exchange);
  } catch (error) {
    return refuse(exchange, error);
  }
}

async function serve(exchange: Exchange): Promise<RawAnswer> {
  const { request, receivedAt } = exchange;
  const call = requireCall(request);
  exchange.call = call;
  if (request.body.length > maxBodyBytes)
    throw new Refusal("too_large", `The body is larger than ${maxBodyBytes / 1024} KiB.`);
  const parsed = bodyOf(request);
  const body = "value" in parsed ? parsed.value : undefined;
  const sender = await sentBy(request, body, receivedAt);
  exchange.sender = sender;
  await checkProof(sender, { source: opsgenie, named: null, methods: [] }, { request, parsed: body, now: receivedAt });
  checkEnabled(sender);
  if ("problem" in parsed) throw new Refusal("bad_request", parsed.problem);
  const admitted = { ...exchange, call, sender, input: inputOf(request.query, body) };
  return isRead(call.verb) ? answer(exchange, 200, await reads[call.verb](admitted)) : write(admitted, call.verb);
}

function requireCall({ method, path }: RawRequest): Call {
  const call = callOf(method, path);
  if (!call) throw new Refusal("not_found", "This part of the Opsgenie API is not served by Tocsin.");
  if ("allowed" in call)
    throw new Refusal("method_not_allowed", `${method} is not understood here; use ${call.allowed.join(" or ")}.`);
  return storable(call);
}

/** Reads and many actions come without a body. */
const bodyOf = ({ body, headers }: RawRequest) =>
  body.length === 0 ? { value: {} } : parseBody(body, headers["content-type"] ?? "", "");

async function sentBy(request: RawRequest, body: unknown, at: Date): Promise<IntegrationSender> {
  const credentials = credentialsOf(request, null, body);
  const key = credentials.key ?? keyIn(body);
  if (credentials.apiKey || (!key && !credentials.integrationId)) throw noKey();
  const sender = await authenticate({ ...credentials, key }, null, at);
  if (sender.kind !== "integration" || !key) throw noKey();
  return sender;
}

/** Version 1 of the API has the key in the body. */
const keyIn = (body: unknown): string | null =>
  isRecord(body) && typeof body.apiKey === "string" ? body.apiKey : null;

const noKey = () =>
  new Refusal(
    "unauthenticated",
    'Could not authenticate. Send the key of an integration in "Authorization: GenieKey <key>" or as apiKey.',
  );

/** The fields of the query and of the body; the body rules. */
function inputOf(query: string, body: unknown): Record<string, unknown> {
  if (!isRecord(body)) throw unprocessable({ body: "should be one JSON object" });
  return storable({ ...Object.fromEntries(new URLSearchParams(query)), ...body });
}

// cleanJson keeps the shape of what it is given.
const storable = <T extends object>(fields: T): T => cleanJson(fields) as T;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isRead = (verb: Verb): verb is ReadVerb => Object.hasOwn(reads, verb);

async function write(admitted: Admitted, verb: Exclude<Verb, ReadVerb>): Promise<RawAnswer> {
  if (verb === "ping") return ping(admitted);
  return verb === "create" ? create(admitted) : act(admitted, verb);
}

async function ping(admitted: Admitted): Promise<RawAnswer> {
  await pingHeartbeat(admitted);
  return admitted.call.version === 1
    ? done(admitted, {})
    : answer(admitted, 202, { result: "PONG - Heartbeat received" });
}

async function create(admitted: Admitted): Promise<RawAnswer> {
  const alertId = await createAlert(admitted);
  return admitted.call.version === 1
    ? done(admitted, { message: "alert created", alertId })
    : willBeProcessed(admitted);
}

async function act(admitted: Admitted, verb: ActionVerb): Promise<RawAnswer> {
  const { failure, alertId } = await actOnAlert(verb, admitted);
  if (admitted.call.version === 2) return willBeProcessed(admitted);
  // Version 1 told its clients at once; the request is kept already.
  if (failure !== null) throw new KeptRefusal(failure === noSuchAlert ? "not_found" : "conflict", failure);
  return done(admitted, { message: actions[verb].done, alertId });
}

const done = (exchange: Exchange, body: Record<string, unknown>): RawAnswer =>
  answer(exchange, 200, { ...body, status: "successful", code: 200 });

function refuse(exchange: Exchange, error: unknown): RawAnswer {
  const refusal = refusalFor(error);
  if (!refusal) log.error({ error, verb: exchange.call?.verb }, "a request of an Opsgenie client failed");
  const refused = refusalAnswer(exchange, refusal);
  const { request, receivedAt, sender, call } = exchange;
  // What a client only looked for and did not find is no lost alert.
  const isLookup = call !== undefined && isRead(call.verb) && refused.status === 404;
  if (!(error instanceof KeptRefusal) && !isLookup) {
    const ending = { outcome: "refused" as const, status: refused.status, message: messageOf(refusal), problems: [] };
    keepRefused({ request, receivedAt, source: opsgenie, ...(sender && { sender }) }, ending);
  }
  return refused;
}

function messageOf(refusal: Refusal | undefined): string {
  if (!refusal) return "Tocsin failed to do this; the log of the server says why.";
  const fields = Object.entries(refusal.fields ?? {}).map(([name, problem]) => `${name}: ${problem}`);
  return [refusal.message, ...fields].join(" ");
}
