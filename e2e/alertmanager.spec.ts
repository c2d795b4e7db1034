import { randomUUID } from "node:crypto";
import { findAlertmanager, startAlertmanager } from "#e2e/alertmanager";
import { expect, test } from "#e2e/fixtures";

const route = {
  receiver: "tocsin",
  group_by: ["job"],
  group_wait: "200ms",
  group_interval: "1s",
  repeat_interval: "1h",
};

test("Debian's Alertmanager fires two alerts and resolves one, and the list follows without a reload", async ({
  console: page,
  setup,
  api,
  receiver,
  baseURL,
}) => {
  const found = await findAlertmanager();
  test.skip("reason" in found, "reason" in found ? found.reason : "");
  if ("reason" in found) return;
  const integration = await api("POST", `/services/${setup.service.id}/integrations`, {
    type: "prometheus",
    name: "Alertmanager",
  });
  const destination = await api("POST", "/destinations", {
    type: "webhook",
    name: "Status page",
    config: { url: receiver.url },
    events: ["incident.triggered", "incident.resolved"],
  });
  expect(integration.webhookUrl).toContain(`/api/integrations/prometheus?integrationId=${integration.id}`);
  const url = `${baseURL}/api/integrations/prometheus?integrationId=${integration.id}`;
  const alertmanager = await startAlertmanager(found.program, {
    route,
    receivers: [{ name: "tocsin", webhook_configs: [{ url }] }],
  });
  try {
    const run = randomUUID().slice(0, 8);
    const alert = (name: string) => ({
      labels: { alertname: `${name} ${run}`, job: "node", instance: "db-1", severity: "critical" },
    });
    await alertmanager.post(alert("DiskFull"), alert("HighLatency"));
    await expect(page.getByRole("link", { name: `DiskFull ${run}` })).toBeVisible();
    await expect(page.getByRole("link", { name: `HighLatency ${run}` })).toBeVisible();
    await page.getByRole("link", { name: `DiskFull ${run}` }).click();
    await alertmanager.post({ ...alert("DiskFull"), ...{ endsAt: new Date().toISOString() } });
    await expect(page.getByText("Resolved by Alertmanager")).toBeVisible();
    const heard = () =>
      receiver.received.filter(({ incident }) => incident?.title.includes(run)).map(({ event }) => event);
    await expect.poll(heard).toEqual(["incident.triggered", "incident.triggered", "incident.resolved"]);
  } finally {
    await alertmanager.stop();
    await api("DELETE", `/destinations/${destination.id}`);
  }
});
