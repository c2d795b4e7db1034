import type { Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures";
import { inviteNewcomer } from "#e2e/newcomer";

test("a stranger who guesses is held back, and a browser that signed in before still gets in", async ({
  console: admin,
  browser,
}) => {
  test.setTimeout(240_000);
  const { page, email, password } = await inviteNewcomer(admin, browser, "responder");
  const known = (await page.context().cookies()).find(({ name }) => name.endsWith("tocsin.known-browser"));
  expect(known).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  await page.context().clearCookies({ name: /session-token/ });

  const stranger = await (await browser.newContext()).newPage();
  const tooMany = stranger.getByText("Too many attempts to sign in");
  for (let guess = 0; guess < 11; guess++) {
    await signIn(stranger, email, "a wrong password");
    await expect(stranger.getByRole("alert").filter({ hasText: /wrong|Too many/ })).toBeVisible({ timeout: 30_000 });
  }
  await expect(tooMany).toBeVisible();
  await signIn(stranger, email, password);
  await expect(tooMany).toBeVisible({ timeout: 30_000 });

  await signIn(page, email, password);
  await expect(page).toHaveURL(/\/incidents/, { timeout: 30_000 });
});

async function signIn(page: Page, email: string, password: string) {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
