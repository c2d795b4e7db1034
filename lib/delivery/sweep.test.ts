import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, test } from "vitest";
import { testDatabase } from "#db/testing";
import { startDelivery } from "#lib/delivery/start";
import { createDelivery, createDestinationRow, localHttp, startReceiver, stateOf, until } from "#lib/delivery/testing";
import { disableDestination } from "#lib/destinations/disable";
import { alice } from "#lib/incidents/testing-incidents";
import { listen } from "#lib/live/listen";

const http = localHttp();

beforeAll(async () => {
  await testDatabase();
});
afterAll(() => http.close());

test("what is on its way while its integration is disabled is discarded when it fails, and screens hear of it", async () => {
  const waiting: ServerResponse[] = [];
  const receiver = await startReceiver((_, response) => void waiting.push(response));
  const destination = await createDestinationRow({ url: receiver.url });
  const delivery = await createDelivery(destination);
  const engine = await startDelivery({ http, sweepMs: 100 });
  await until("it to be on its way", () => waiting.length === 1);
  await disableDestination(destination, { actor: alice, now: new Date() });

  const heard: boolean[] = [];
  const stop = await listen(async (topics) => {
    if (topics.has(`destination:${destination}`)) heard.push((await stateOf(delivery)).state === "discarded");
  });
  waiting[0]?.writeHead(503).end();
  await until("screens to hear that it was discarded", () => heard.includes(true));
  stop();
  await engine.stop(0);
  await receiver.close();
});
