import { expect, test } from "#e2e/fixtures";
import { sources } from "#lib/sources/index";

test("the list of sources leads to the page of each", async ({ alicesPage: page }) => {
  await page.goto("/docs/sources");
  for (const { id, name } of sources)
    await expect(page.locator(`main a[href="/docs/sources/${id}"]`), name).toHaveCount(1);
});

for (const { id, name, samples } of sources)
  test(`the page of ${name} says how to set it up, and what its messages become`, async ({ alicesPage: page }) => {
    const answer = await page.goto(`/docs/sources/${id}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    for (const { title } of samples) await expect(page.getByText(title, { exact: true }).first()).toBeVisible();
    const words = await page.locator("main").innerText();
    const [setup = ""] = words.split("What a message becomes");
    expect(setup).toContain(`/api/integrations/${id}`);
    // Ours are lower-case and in one brace; vendors have their own.
    expect(setup.match(/(?<!\{)\{[a-z]+\}/g)).toBeNull();
  });
