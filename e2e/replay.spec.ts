import type { Page } from "@playwright/test";
import { type Api, expect, expectAccessible, type Setup, test } from "#e2e/fixtures";

const queue = { ticket: { headline: "Queue of orders is stuck", ref: "mq-1/orders" }, level: "high" };

test("a request that could not be read is replayed once the mapping is corrected, and opens its incident", async ({
  console: page,
  api,
  setup,
}) => {
  const integration = await homeMade(api, setup);
  expect(await send(integration, queue)).toBe(400);
  await page.goto(addressOf(integration));
  await page.getByRole("listitem").filter({ hasText: "Refused" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Replay" }).click();
  await expect(page.getByText(/It cannot be read: No summary was found/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay it" })).toBeDisabled();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Open the mapping" }).click();
  await mendMapping(page);

  await page.getByRole("link", { name: "Requests" }).click();
  await page.getByRole("listitem").filter({ hasText: "Refused" }).getByRole("link").first().click();
  await expect(page.getByText("It would be accepted today.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Replay" }).click();
  await expect(page.getByText("Opens a new incident")).toBeVisible();
  await expect(page.getByRole("row", { name: /Dedup key/ })).toContainText("mq-1/orders");
  await expectAccessible(page);
  await expectFitsPhone(page);
  await page.getByRole("button", { name: "Replay it" }).click();

  await expect(page.getByText("Replayed by Alice.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "the first request" }).click();
  await expect(page.getByText(/It was refused with 400/), "what it was stays as it was").toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: /^#\d+$/ }).click();
  await expect(page.getByRole("heading", { name: /Queue of orders is stuck/ })).toBeVisible();
  await expect(page.getByText("Triggered by Alice")).toBeVisible();
});

test("each field of an event leads to the place in the body that it comes from", async ({
  console: page,
  api,
  setup,
}) => {
  const integration = await homeMade(api, setup);
  expect(await send(integration, { title: "Disk is full", level: "high", host: "db-1", dedup_key: "disk" })).toBe(202);
  await page.goto(addressOf(integration));
  await page
    .getByRole("listitem")
    .getByRole("link", { name: /Disk is full/ })
    .click();
  await expect(page.getByText("from host")).toBeVisible();
  await page.getByRole("link", { name: "level" }).press("Enter");
  const line = page.getByLabel("the body", { exact: true }).locator("mark:target");
  await expect(line).toHaveText('"level": "high",');
  await expectAccessible(page);
  await expectFitsPhone(page);

  await page.getByRole("link", { name: "Replay" }).click();
  await expect(page.getByText("It reads the same as when it came.")).toBeVisible();
  await expect(page.getByText(/^Adds to #\d+$/)).toBeVisible();
});

async function homeMade(api: Api, { service }: Setup): Promise<Record<string, string>> {
  return api("POST", `/services/${service.id}/integrations`, { type: "webhook", name: "Home-made" });
}

const addressOf = ({ serviceId, id }: Record<string, string>) => `/services/${serviceId}/integrations/${id}`;

async function mendMapping(page: Page): Promise<void> {
  await page.getByLabel("Summary field").fill("ticket.headline");
  await page.getByLabel("Dedup key field").fill("ticket.ref");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
}

async function expectFitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1280, height: 720 });
}

async function send(integration: Record<string, string>, body: object): Promise<number> {
  const answer = await fetch(String(integration.webhookUrl), { method: "POST", body: JSON.stringify(body) });
  return answer.status;
}
