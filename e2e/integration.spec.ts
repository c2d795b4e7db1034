import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "#e2e/fixtures";

test("add an integration and send the sample", async ({ console: page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: baseURL });
  const service = `Payments ${randomUUID().slice(0, 8)}`;
  await addAlertmanager(page, service);

  await expect(page.getByText("Waiting for the first request…")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Copy the webhook URL" }).click();
  const url = await page.evaluate(() => navigator.clipboard.readText());
  expect(url).toMatch(/^http:.*\/api\/integrations\/prometheus\?integrationId=[0-9a-f-]{36}$/);
  await expect(page.getByText(`- url: "${url}"`), "the setup steps hold the real address").toBeVisible();
  await page.getByRole("button", { name: "Show integration key" }).click();
  await expect(page.getByText(/^[0-9a-f]{32}$/)).toBeVisible();

  await page.getByRole("button", { name: "Send sample" }).click();
  await expect(page.getByRole("heading", { name: /A request arrived/ }), "it turns by itself").toBeVisible();
  await expect(page.getByText("The sender would have got 202.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /^Open incident #/ }).click();
  await expect(page.getByRole("heading", { name: /The disk of db-1/ })).toBeVisible();

  await page.goto("/services");
  await page.getByRole("link", { name: service }).click();
  await expect(page.getByText("1 open with high urgency")).toBeVisible();
});

test("the log shows what arrives as it arrives, refused requests too, and what became of each", async ({
  console: page,
  setup,
}) => {
  await page.goto(`/services/${setup.service.id}/integrations/${setup.integration.id}`);
  const log = page.getByRole("list", { name: "Requests" });
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();

  expect(
    await send(setup.integration, {
      event_action: "trigger",
      dedup_key: "disk",
      payload: { summary: "Disk of db-1 is full", source: "db-1", severity: "critical" },
    }),
  ).toBe(202);
  await expect(log.getByRole("listitem").filter({ hasText: "Disk of db-1 is full" }), "without a reload").toContainText(
    "Accepted",
  );

  await page.getByRole("switch", { name: "Enabled" }).click();
  await expect(page.getByText("It is disabled")).toBeVisible();
  expect(
    await send(setup.integration, {
      event_action: "trigger",
      payload: { summary: "Nobody hears this", source: "db-1", severity: "critical" },
    }),
  ).toBe(403);
  const refused = log.getByRole("listitem").filter({ hasText: "Refused" });
  await expect(refused).toContainText("403");
  await page.getByRole("button", { name: "Refused" }).click();
  await expect(log.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page);

  await refused.getByRole("link").click();
  await expect(page.getByText(/It was refused with 403 and changed nothing/)).toBeVisible();
  await expect(page.getByLabel("the body", { exact: true })).toContainText("Nobody hears this");
  await expectAccessible(page);
});

test("a replaced key works beside the new one, and a secret is shown once", async ({ console: page, setup }) => {
  await page.goto(`/services/${setup.service.id}/integrations/${setup.integration.id}/settings`);
  await page.getByRole("button", { name: "Replace key" }).click();
  await page.getByLabel("The old key").selectOption({ label: "Works for 1 hour more" });
  await expectAccessible(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Replace key" }).click();
  await expect(page.getByText(`The old key …${setup.integration.key?.slice(-4)} works until`)).toBeVisible();
  await page.getByRole("button", { name: "Show integration key" }).click();
  const key = await page.getByText(/^[0-9a-f]{32}$/).innerText();
  expect(key).not.toBe(setup.integration.key);
  const event = { event_action: "resolve", dedup_key: "none" };
  for (const routing_key of [key, setup.integration.key])
    expect(await send({ ...setup.integration, key: routing_key ?? "" }, event)).toBe(202);

  await page.getByRole("button", { name: "Set secret" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Set secret" }).click();
  await expect(page.getByRole("dialog").getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(/Requests must be signed/)).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveCount(0);
  expect(await send(setup.integration, event), "unsigned").toBe(401);

  await page.getByRole("button", { name: "Delete integration" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete integration" }).click();
  await expect(page.getByText("No integrations yet")).toBeVisible();
});

test("a mapping is kept as it was typed beside the settings, and what does not fit is said at its field", async ({
  console: page,
  api,
  setup,
}) => {
  const integration = await api("POST", `/services/${setup.service.id}/integrations`, {
    type: "webhook",
    name: "Home-made",
  });
  await page.goto(`/services/${setup.service.id}/integrations/${integration.id}/mapping`);
  await page.getByLabel("Summary field").fill("alert.title");
  await page.getByLabel("Resolve values").fill("ok,resolved");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Summary field, Resolve values")).toBeVisible();
  await expect(page.getByLabel("Resolve values"), "it is shown as it is saved").toHaveValue("ok, resolved");

  await page.getByRole("link", { name: "Settings" }).last().click();
  await page.getByLabel("Requests a minute").fill("many");
  await page.getByRole("button", { name: "Save integration" }).click();
  await expect(page.getByLabel("Requests a minute")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Requests a minute").fill("60");
  await page.getByRole("button", { name: "Save integration" }).click();
  await expect(page.getByText("Saved rate limit")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Requests a minute")).toHaveValue("60");
  await page.getByRole("main").getByRole("link", { name: "Mapping" }).last().click();
  await expect(page.getByLabel("Summary field")).toHaveValue("alert.title");
  await expect(page.getByLabel("Resolve values")).toHaveValue("ok, resolved");
  expect((await api("GET", `/integrations/${integration.id}`)).config).toEqual({
    summaryField: "alert.title",
    resolveValues: ["ok", "resolved"],
  });
});

test("a service with open incidents is not deleted, and says why", async ({ console: page, setup, post }) => {
  await post("trigger", randomUUID(), "Disk of db-1 is full");
  await page.goto(`/services/${setup.service.id}/settings`);
  await page.getByRole("button", { name: "Delete service" }).click();
  const question = page.getByRole("alertdialog", { name: `Delete the service ${setup.name}?` });
  await question.getByRole("button", { name: "Delete service" }).click();
  await expect(question.getByRole("alert")).toContainText("has an open incident");
});

async function addAlertmanager(page: Page, service: string): Promise<void> {
  await page.goto("/services/new");
  await page.getByLabel("Name").fill(service);
  await page.getByRole("button", { name: "Add service" }).click();
  await page.getByRole("searchbox", { name: "Search sources" }).fill("alertmanager");
  await expect(page.getByRole("link", { name: "Generic webhook" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Prometheus Alertmanager" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("Prometheus Alertmanager");
  await page.getByRole("button", { name: "Add integration" }).click();
  await expect(page).toHaveURL(/\/setup$/);
}

async function send(integration: Record<string, string>, event: object): Promise<number> {
  const answer = await fetch(new URL("/v2/enqueue", integration.eventsUrl), {
    method: "POST",
    body: JSON.stringify({ routing_key: integration.key, ...event }),
  });
  return answer.status;
}
