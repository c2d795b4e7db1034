import { comesToLife, expect, test } from "#e2e/fixtures";

const unreachable = "Tocsin cannot be reached. Check your connection and try again.";

test("a form sent without network says so, keeps what was filled in, and is sent again", async ({
  console: page,
  context,
  setup,
}) => {
  await page.goto("/services/new");
  await page.getByLabel("Name").fill(`${setup.name} beside it`);
  await comesToLife(page.getByRole("button", { name: "Add service" }));
  await context.setOffline(true);
  await page.getByRole("button", { name: "Add service" }).click();
  await expect(page.getByRole("alert").filter({ hasText: unreachable })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue(`${setup.name} beside it`);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Add service" }).click();
  await expect(page.getByRole("link", { name: `${setup.name} beside it` })).toBeVisible();

  await page.goto(`/services/${setup.service.id}/settings`);
  await page.getByLabel("Name").fill(`${setup.name} renamed`);
  await comesToLife(page.getByRole("button", { name: "Save service" }));
  await context.setOffline(true);
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByRole("alert").filter({ hasText: unreachable })).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue(`${setup.name} renamed`);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save service" }).click();
  await expect(page.getByRole("heading", { name: `${setup.name} renamed` })).toBeVisible();
});

test("a switch turned without network turns back, and Retry turns it", async ({ console: page, context, setup }) => {
  await page.goto(`/services/${setup.service.id}/integrations/${setup.integration.id}/settings`);
  const enabled = page.getByRole("switch", { name: "Enabled" });
  await comesToLife(enabled);
  await context.setOffline(true);
  await enabled.click();
  await expect(page.getByText("Monitoring was not disabled")).toBeVisible();
  await expect(page.getByText(unreachable)).toBeVisible();
  await expect(enabled).toBeChecked();
  await expect(page.getByText("Cannot be opened")).toHaveCount(0);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("Disabled Monitoring")).toBeVisible();
  await expect(enabled).not.toBeChecked();
});
