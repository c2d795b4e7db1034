import { beforeAll, expect, test } from "vitest";
import { listAlerts } from "#db/queries/alerts";
import { incidentBy, listIncidents } from "#db/queries/incidents";
import { timelineOf } from "#db/queries/timeline";
import { testDatabase } from "#db/testing";
import { createService } from "#db/testing-rows";
import { tocsinItself } from "#db/vocabulary";
import { openFastLane } from "#lib/doors/testing-mounts";
import { createIntegration } from "#lib/integrations/create";
import { addressHider } from "#lib/redact/hide-addresses";

let integration: Awaited<ReturnType<typeof createIntegration>>;
let incidentId: string;

beforeAll(async () => {
  await testDatabase();
  const service = await createService();
  const input = { type: "webhook", name: "Own tool" };
  integration = await createIntegration(service.id, input, { actor: tocsinItself, now: new Date() });
  const { server, port } = await openFastLane();
  const answer = await fetch(
    `http://127.0.0.1:${port}/api/integrations/webhook/${integration.id}?integrationId=${integration.id}`,
    {
      method: "POST",
      headers: { "x-original-url": `/api/integrations/webhook?integrationId=${integration.id.toUpperCase()}` },
      body: JSON.stringify({
        title: `Told ${integration.key}`,
        severity: "critical",
        url: `https://example.com/?to=${integration.key}`,
        to: `${integration.key}@alerts.example.com`,
        other: "0123456789abcdef0123456789abcdef",
      }),
    },
  );
  expect(answer.status).toBe(202);
  incidentId = (await listIncidents({ serviceId: service.id })).data[0]?.id ?? "none";
  server.close();
});

const everything = async () =>
  JSON.stringify([await incidentBy(incidentId), await timelineOf(incidentId), await listAlerts(incidentId)]);
const secrets = () => [integration.id, integration.key ?? "no key"];

test("an observer gets an incident without what opens incidents, wherever the sender repeated it", async () => {
  const before = await everything();
  for (const secret of secrets()) expect(before.toLowerCase()).toContain(secret);
  const hide = await addressHider("observer", [incidentId]);
  const after = JSON.stringify(hide(JSON.parse(before)));
  for (const secret of secrets()) expect(after.toLowerCase()).not.toContain(secret);
  expect(after).toContain("Told ••••");
  expect(after).toContain("0123456789abcdef0123456789abcdef");
});

test("a responder gets it as it is", async () => {
  const hide = await addressHider("responder", [incidentId]);
  expect(JSON.stringify(hide(JSON.parse(await everything())))).toBe(await everything());
});

test("moments stay moments", async () => {
  const hide = await addressHider("observer", [incidentId]);
  expect(hide({ at: new Date(0), none: null })).toEqual({ at: new Date(0), none: null });
});
