import { createHmac } from "node:crypto";
import type { Sent } from "#lib/doors/testing-mounts";
import { type BadRequest, event, goodHook, type Integration } from "#lib/intake/testing-senders";

const to = ({ type, id }: Integration, body: string, headers = {}): Sent => ({
  path: `/api/integrations/${type}?integrationId=${id}`,
  body,
  headers,
});
/** Requests that prove nothing, or the wrong thing. */
export const badProofs: BadRequest[] = [
  [
    "a signed integration without a signature",
    (w) => ({ path: `/api/integrations/webhook/${w.signed.id}`, body: goodHook }),
    401,
    /X-Signature/i,
  ],
  [
    "a signature of the wrong length",
    (w) => ({
      path: `/api/integrations/webhook/${w.signed.id}`,
      body: goodHook,
      headers: { "x-signature": "sha256=abc" },
    }),
    401,
    /signature/i,
  ],
  [
    "a wrong signature",
    (w) => ({
      path: `/api/integrations/webhook/${w.signed.id}`,
      body: goodHook,
      headers: { "x-signature": "0".repeat(64) },
    }),
    401,
    /signature/i,
  ],
  [
    "a signed integration's key through the Events API, unsigned",
    (w) => event({ routing_key: w.signed.key })(w),
    401,
    /signature/i,
  ],
  [
    "a proof in the usual header where the integration names another",
    (w) => ({
      path: `/api/integrations/webhook/${w.named.id}`,
      body: goodHook,
      headers: { "x-signature": createHmac("sha256", "s3cret").update(goodHook).digest("hex") },
    }),
    401,
    /X-Proof is missing/,
  ],
  ["no token of GitLab", (w) => to(w.gitlab, "{}"), 401, /webhook-signature or X-Gitlab-Token is missing/],
  ["a wrong token of GitLab", (w) => to(w.gitlab, "{}", { "x-gitlab-token": "s3cre" }), 401, /X-Gitlab-Token/],
  [
    "Standard Webhooks of last year, with the right token beside it",
    (w) =>
      to(w.gitlab, "{}", {
        ...{ "x-gitlab-token": "s3cret", "webhook-id": "1", "webhook-timestamp": "1700000000" },
        "webhook-signature": "v1,AAAA",
      }),
    401,
    /seconds ago.*clock/,
  ],
  [
    "Standard Webhooks without a time",
    (w) => to(w.gitlab, "{}", { "webhook-id": "1", "webhook-signature": "v1,AAAA" }),
    401,
    /webhook-timestamp/,
  ],
  ["no token of Google", (w) => to(w.google, "{}"), 401, /Authorization is missing/],
  [
    "a token of Google that is none",
    (w) => to(w.google, "{}", { authorization: "Bearer eyJhbGciOiJub25lIn0.e30.c2ln" }),
    401,
    /Authorization .*RS256/,
  ],
  [
    "a key where a token of Google is due",
    (w) => to(w.google, "{}", { authorization: `Bearer ${w.google.key}` }),
    401,
    /Authorization is missing/,
  ],
  ["a message that Amazon has not signed", (w) => to(w.topic, '{"Type":"Notification"}'), 401, /not signed by Amazon/],
  ["a raw message of an alarm", (w) => to(w.topic, '{"AlarmName":"a","NewStateValue":"ALARM"}'), 401, /raw message/],
  [
    "a certificate that is not Amazon's",
    (w) =>
      to(
        w.topic,
        '{"Type":"Notification","Signature":"AAAA","SignatureVersion":"1","SigningCertURL":"https://169.254.169.254/x.pem"}',
      ),
    401,
    /not an address of Amazon SNS/,
  ],
  [
    "Amazon's topic through the Events API, unsigned",
    (w) => event({ routing_key: w.topic.key })(w),
    401,
    /not signed by Amazon/,
  ],
  ["no JSON for a pinned topic", (w) => to(w.pinned, "hello"), 401, /not signed by Amazon/],
];
