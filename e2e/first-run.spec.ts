import { expect, expectAccessible, test } from "#e2e/fixtures";
import { type Instance, startInstance } from "#e2e/instance";

test.describe.configure({ mode: "serial" });

let fresh: Instance;
test.beforeAll(async () => {
  test.setTimeout(450_000);
  fresh = await startInstance({ TOCSIN_LOG_LEVEL: "warn" });
});
test.afterAll(() => fresh.stop());

test("a newcomer names the company, sends a sample and acknowledges the first incident", async ({ page }) => {
  await page.goto(fresh.url);
  await expect(page).toHaveURL(`${fresh.url}/setup`);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create company" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");

  await page.getByLabel("Company").fill("Example");
  await page.getByLabel("Your name").fill("Alice");
  await page.getByLabel("E-mail").fill("alice@example.com");
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Create company" }).click();
  await expect(page.getByRole("heading", { name: "Add your first service" })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: /Just show me/ }).click();
  await page.getByRole("button", { name: "Acknowledge" }).first().click();
  await expect(page.getByRole("heading", { name: "Now with your own tools" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: /^#1 / }).click();
  await expect(page.getByText("Acknowledged by Alice")).toBeVisible();
});

test("afterwards nobody can set it up again, and the password is asked for", async ({ page }) => {
  await page.goto(`${fresh.url}/setup`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill("alice@example.com");
  await page.getByLabel("Password").fill("a wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await page.getByLabel("Password").fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/incidents/);
});
