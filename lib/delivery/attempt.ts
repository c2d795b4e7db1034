import { z } from "zod";
import type { Accepted, AttemptRequest } from "#db/schema/delivery";
import type {
  Channel,
  HttpRequest,
  HttpResponse,
  Message,
  Past,
  Request,
  SmtpRequest,
  Verdict,
} from "#lib/channels/contract";
import { findChannel } from "#lib/channels/index";
import { type Judgement, judge } from "#lib/delivery/judge";
import { secretTexts } from "#lib/forms/secret-fields";
import { log } from "#lib/log";
import type { Exchange, Http, Timings } from "#lib/net/http";
import { sendMail } from "#lib/net/smtp";
import { hideHeaders, hider } from "#lib/redact/sent";
import { cleanText, truncate } from "#lib/text";
import { hideQuery } from "#lib/writing/hide-query";

/** One try, with proof and without secrets: what the attempt log keeps. */
export type Attempted = Judgement & {
  at: Date;
  status: number | null;
  timings: Timings;
  remoteAddress: string | null;
  request: AttemptRequest | null;
  responseHeaders: Record<string, string> | null;
  responseBody: string | null;
  responseTruncated: boolean;
};

/** What a channel is to do: to tell a message, or to ask what became of one that it accepted. */
export type Errand = {
  message: Message;
  /** To whom, where it is not the config that says so. */
  address: Record<string, unknown> | null;
  past: Past;
  accepted: Accepted | null;
};

type Config = Record<string, unknown>;
type Making = { http: Http; now: Date; signal?: AbortSignal };

const noTime: Timings = { dnsMs: null, connectMs: null, tlsMs: null, waitMs: null, totalMs: 0 };
/** After so many answers that it is still being worked on, a message is told again. */
const mostAsks = 10;

/** Does one errand of the channel `type` once. Never throws: trouble of ours is an outcome that says so. */
export async function attempt(type: string, config: Config, errand: Errand, making: Making): Promise<Attempted> {
  const channel = findChannel(type);
  if (!channel) return misconfigured(`This version of Tocsin has no channel "${type}".`, making.now);
  const attempted = await once(channel, config, (now) => stepOf(channel, errand, config, now), making);
  return patient(attempted, errand);
}

/** Asks once whether `config` is good, silently. Never throws. */
export function attemptCheck(channel: Channel, check: Check, config: Config, making: Making): Promise<Attempted> {
  return once(channel, config, (now) => ({ request: check.ask(config, now), read: channel.read }), making);
}

type Check = NonNullable<Channel["check"]>;
type Step = { request: Request; read: ((response: HttpResponse) => Verdict) | undefined };

async function once(
  channel: Channel,
  config: Config,
  stepAt: (now: Date) => Step | undefined,
  { http, now, signal }: Making,
): Promise<Attempted> {
  const step = prepared(channel, () => stepAt(now), now);
  if ("class" in step) return step;
  const { request } = step;
  const exchange = "via" in request ? await sendMail(request, signal) : await http.send(request, signal);
  return written(channel, config, step, exchange, now);
}

/** An attempt that ended before anything was sent, and that no repetition can mend. */
export function rejected(error: string, now: Date): Attempted {
  return { ...unsent(now), class: "rejected", next: "rejected", error, retryAfterSeconds: 0 };
}

/** The same where somebody can mend it: it is tried again, and counts as a failure of the integration. */
function misconfigured(error: string, now: Date): Attempted {
  return { ...unsent(now), class: "misconfigured", next: "retry", error, retryAfterSeconds: 0 };
}

/** The channel has nothing to say of this: a note, where there are none. */
function skipped(now: Date): Attempted {
  return { ...unsent(now), class: "skipped", next: "delivered", error: null, retryAfterSeconds: 0 };
}

const unsent = (at: Date) => ({
  at,
  status: null,
  timings: noTime,
  remoteAddress: null,
  request: null,
  responseHeaders: null,
  responseBody: null,
  responseTruncated: false,
});

/** Nothing where the channel has nothing to say. */
function stepOf(
  { confirm, tell, read }: Channel,
  { message, address, past, accepted }: Errand,
  config: Config,
  now: Date,
): Step | undefined {
  if (accepted && confirm)
    return { request: confirm.ask(accepted.ref, config), read: (response) => confirm.read(response, accepted.ref) };
  const request = tell(message, { config, address: address ?? undefined }, past, now);
  return request && { request, read };
}

function prepared(channel: Channel, step: () => Step | undefined, now: Date): Step | Attempted {
  try {
    return step() ?? skipped(now);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const fields = error.issues.map((issue) => issue.path.join(".")).join(", ");
      return misconfigured(
        `The settings of this integration are no longer valid (${fields}). Correct and save them.`,
        now,
      );
    }
    log.error({ error, channel: channel.id }, "a channel could not write its request");
    return rejected("Tocsin could not write this message for the channel; the log of the worker says why.", now);
  }
}

function written(channel: Channel, config: Config, { request, read }: Step, exchange: Exchange, now: Date): Attempted {
  const hide = hiderOf(channel, config);
  const judgement = judge(exchange, read, now);
  const { response } = exchange;
  return {
    ...judgement,
    error: judgement.error && hide(judgement.error),
    at: now,
    status: response?.status ?? null,
    timings: exchange.timings,
    remoteAddress: exchange.remoteAddress,
    request: "via" in request ? mailProof(request, hide) : httpProof(request, hide),
    responseHeaders: response ? cleanHeaders(hideHeaders(response.headers, hide)) : null,
    responseBody: response ? cleanText(hide(response.body)) : null,
    responseTruncated: response?.truncated ?? false,
  };
}

const hiders = new WeakMap<Config, (text: string) => string>();

/** Made once for as long as the object of a config lives. */
function hiderOf(channel: Channel, config: Config): (text: string) => string {
  const hide = hiders.get(config) ?? hider(secretTexts(channel.fields, config));
  hiders.set(config, hide);
  return hide;
}

const httpProof = ({ method, url, headers, body }: HttpRequest, hide: (text: string) => string): AttemptRequest => ({
  method,
  url: hide(hideQuery(url)),
  headers: hideHeaders(headers, hide),
  body: hide(body),
});

const mailProof = ({ server, mail }: SmtpRequest, hide: (text: string) => string): AttemptRequest => ({
  method: "SMTP",
  url: `smtp://${server.host}:${server.port}`,
  headers: mail ? { from: mail.from, to: mail.to.join(", "), subject: hide(mail.subject) } : {},
  body: hide(mail?.text ?? ""),
});

// Nothing goes round for ever: neither asking what became of it, nor telling anew what was told without a past.
function patient(attempted: Attempted, { past, accepted }: Errand): Attempted {
  if (attempted.next === "accepted" && (accepted?.asks ?? 0) >= mostAsks)
    return {
      ...attempted,
      class: "timed_out",
      next: "retry",
      error: "The server accepted the message but did not confirm it. It is sent again.",
      retryAfterSeconds: 0,
    };
  return attempted.next === "stale" && !past.ref ? { ...attempted, next: "retry" } : attempted;
}

const longestHeader = 1_000;
const cleanHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, truncate(cleanText(value), longestHeader)]));
