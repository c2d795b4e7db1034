import { afterAll, expect, test } from "vitest";
import type { Sender } from "#lib/intake/authenticate";
import { shakeHands } from "#lib/intake/shake-hands";
import { worldOf } from "#lib/intake/testing-world";
import { replaceOutside } from "#lib/net/outside";

afterAll(() => replaceOutside(undefined));

const sender = (type: string): Sender => {
  const actor = { kind: "integration", id: "i", name: "Sender" } as const;
  const rest = { config: {}, defaultSeverity: "error", sharesKeys: false, disabled: false } as const;
  const integration = {
    id: "i",
    serviceId: "s",
    type,
    name: "Sender",
    signatureHeader: null,
    pinnedTopic: "t",
    ...rest,
  };
  return {
    kind: "integration",
    integration: { ...integration, secrets: [], keys: [] },
    serviceId: "s",
    scope: "i",
    actor,
  };
};
const asking = (type: string, isSample = false) => ({ sender: sender(type), body: {}, isSample, now: new Date() });
const reply = { status: 201, body: { challenge: "c" } };
const ofAmazon = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription";

test("a sender is answered what its source says", async () => {
  expect(await shakeHands({ handshake: "Are you there?", reply }, asking("webhook"))).toEqual({
    reason: "Are you there?",
    answer: reply,
  });
});

test.each([
  ["an address that is not Amazon's", "cloudwatch", "https://169.254.169.254/latest", false],
  ["Amazon's address, for a source whose messages are not proven to be Amazon's", "webhook", ofAmazon, false],
  ["the address in a sample", "cloudwatch", ofAmazon, true],
])("%s is not visited, and it is said", async (_, type, visit, isSample) => {
  const world = worldOf({});
  replaceOutside(world);
  const { reason, answer } = await shakeHands({ handshake: "Confirm.", visit }, asking(type, isSample));
  expect(world.visited).toEqual([]);
  expect(reason).toMatch(/not visited|nothing was visited/);
  expect(answer).toBeUndefined();
});

test("a visit is told with what came of it, and one that may work later is asked for again", async () => {
  replaceOutside(worldOf({ [ofAmazon]: { status: 200, body: "" } }));
  const visited = await shakeHands({ handshake: "Confirm.", visit: ofAmazon }, asking("cloudwatch"));
  expect(visited).toEqual({ reason: "Confirm. sns.eu-west-1.amazonaws.com was visited and answered 200." });
  replaceOutside(worldOf({ [ofAmazon]: { status: 502, body: "" } }));
  const failed = await shakeHands({ handshake: "Confirm.", visit: ofAmazon }, asking("cloudwatch"));
  expect(failed.answer).toMatchObject({ status: 503 });
});
