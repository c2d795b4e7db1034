import { expect, test } from "vitest";
import { proofWords } from "#lib/signatures/words";
import { sources } from "#lib/sources/index";

test.each<[Parameters<typeof proofWords>[0], string | null, string]>([
  [undefined, null, "an HMAC-SHA-256 of the body in X-Signature or X-Webhook-Signature"],
  [undefined, "X-Proof", "an HMAC-SHA-256 of the body in X-Proof"],
  [
    {
      kind: "hmac",
      algorithm: "sha1",
      headers: ["X-Sign"],
      timestamp: { header: "X-Time", separator: ":", toleranceSeconds: 300 },
    },
    null,
    "an HMAC-SHA-1 of the body in X-Sign, with the time of X-Time before it if that is sent",
  ],
  [{ kind: "token", headers: ["X-Gitlab-Token"] }, null, "the secret itself in X-Gitlab-Token"],
  [{ kind: "body-token", path: "Token" }, "X-Proof", "the secret itself in the field Token of the body"],
  [
    { kind: "any", of: [{ kind: "standard-webhooks" }, { kind: "token", headers: ["X-Gitlab-Token"] }] },
    null,
    "a signature of the kind Standard Webhooks in webhook-signature, or the secret itself in X-Gitlab-Token",
  ],
  [{ kind: "sns" }, null, "Amazon’s own signature in the field Signature of the body"],
])("%j is %3$s", (signature, headerName, words) => expect(proofWords(signature, headerName)).toBe(words));

test("there are words for every source", () => {
  for (const { signature } of sources) expect(proofWords(signature)).toMatch(/ in \S/);
});
