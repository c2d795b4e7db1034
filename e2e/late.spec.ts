import { expect, expectAccessible, test } from "#e2e/fixtures";

test("a storm over the limit waits for its turn, is seen to wait, and comes in by itself", async ({
  console: page,
  api,
  setup,
  baseURL,
}) => {
  test.setTimeout(480_000);
  const { service } = setup;
  const integration = await api("POST", `/services/${service.id}/integrations`, {
    type: "prometheus",
    name: "Alertmanager",
    rateLimitPerMinute: 3,
  });
  await page.goto(`/services/${service.id}/integrations/${integration.id}`);
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();

  // More than two minutes let in: some wait for a whole minute, also when a minute ends while they are sent.
  const names = ["disk", "memory", "queue", "network", "backup", "mail", "search"];
  const statuses = await Promise.all(
    names.map((name) => send(`${baseURL}/api/integrations/prometheus/${integration.id}`, name)),
  );
  expect(statuses).toEqual(names.map(() => 202));

  await expect(page.getByText(/requests? waits? for (its|their) turn/)).toBeVisible();
  const log = page.getByRole("list", { name: "Requests" });
  await expect(log.getByRole("listitem").filter({ hasText: "Late" })).not.toHaveCount(0);
  await expectAccessible(page);

  await expect(log.getByRole("listitem").filter({ hasText: "Accepted" }), "without a reload").toHaveCount(7, {
    // The limit starts anew with each minute.
    timeout: 240_000,
  });
  await expect(page.getByText(/requests? waits? for (its|their) turn/)).toHaveCount(0);
  await page.goto(`/services/${service.id}`);
  for (const name of names) await expect(page.getByText(new RegExp(`^${name}`)).first()).toBeVisible();
});

async function send(url: string, name: string): Promise<number> {
  const alert = { status: "firing", labels: { alertname: name }, annotations: {}, startsAt: new Date().toISOString() };
  const message = {
    version: "4",
    groupKey: "{}",
    status: "firing",
    receiver: "tocsin",
    groupLabels: {},
    alerts: [alert],
  };
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(message) });
  return answer.status;
}
