import { z } from "zod";
import type { AttemptRequest } from "#db/schema/delivery";
import type { Channel, HttpRequest, Message } from "#lib/channels/contract";
import { findChannel } from "#lib/channels/index";
import { hideHeaders, hideQuery, hider } from "#lib/delivery/hide";
import { type Judgement, judge } from "#lib/delivery/judge";
import { secretTexts } from "#lib/forms/secret-fields";
import { log } from "#lib/log";
import type { Exchange, Http, Timings } from "#lib/net/http";
import { cleanText, truncate } from "#lib/text";

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

type Making = { http: Http; now: Date; signal?: AbortSignal };

const noTime: Timings = { dnsMs: null, connectMs: null, tlsMs: null, waitMs: null, totalMs: 0 };

/** Tells `message` once through the channel `type`. Never throws: trouble of ours is an outcome that says so. */
export async function attempt(
  type: string,
  config: Record<string, unknown>,
  message: Message,
  making: Making,
): Promise<Attempted> {
  const channel = findChannel(type);
  if (!channel) return misconfigured(`This version of Tocsin has no channel "${type}".`, making.now);
  const requests = requestsOf(channel, message, config, making.now);
  if ("class" in requests) return requests;
  let last: Attempted = rejected("There is nothing to send.", making.now);
  for (const request of requests) {
    last = written(channel, config, request, await making.http.send(request, making.signal), making.now);
    if (last.next !== "delivered") return last;
  }
  return last;
}

/** An attempt that ended before anything was sent, and that no repetition can mend. */
export function rejected(error: string, now: Date): Attempted {
  return { ...unsent(now), class: "rejected", next: "rejected", error, retryAfterSeconds: 0 };
}

/** The same where somebody can mend it: it is tried again, and counts as a failure of the integration. */
function misconfigured(error: string, now: Date): Attempted {
  return { ...unsent(now), class: "misconfigured", next: "retry", error, retryAfterSeconds: 0 };
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

function requestsOf(
  channel: Channel,
  message: Message,
  config: Record<string, unknown>,
  now: Date,
): HttpRequest[] | Attempted {
  try {
    return channel.requests(message, config, now);
  } catch (error) {
    if (error instanceof z.ZodError) {
      const fields = error.issues.map((issue) => issue.path.join(".")).join(", ");
      return misconfigured(
        `The settings of this integration are no longer valid (${fields}). Correct and save them.`,
        now,
      );
    }
    log.error({ error, channel: channel.id, type: message.type }, "a channel could not write its request");
    return rejected("Tocsin could not write this message for the channel; the log of the worker says why.", now);
  }
}

function written(
  channel: Channel,
  config: Record<string, unknown>,
  request: HttpRequest,
  exchange: Exchange,
  now: Date,
): Attempted {
  const hide = hider(secretTexts(channel.config, config));
  const judgement = judge(exchange, channel, now);
  const { response } = exchange;
  return {
    ...judgement,
    error: judgement.error && hide(judgement.error),
    at: now,
    status: response?.status ?? null,
    timings: exchange.timings,
    remoteAddress: exchange.remoteAddress,
    request: {
      method: request.method,
      url: hide(hideQuery(request.url)),
      headers: hideHeaders(request.headers, hide),
      body: hide(request.body),
    },
    responseHeaders: response ? cleanHeaders(hideHeaders(response.headers, hide)) : null,
    responseBody: response ? cleanText(hide(response.body)) : null,
    responseTruncated: response?.truncated ?? false,
  };
}

const longestHeader = 1_000;
const cleanHeaders = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, truncate(cleanText(value), longestHeader)]));
