import { randomUUID } from "node:crypto";
import type { Browser, Page } from "@playwright/test";
import { expect, inWholePages } from "#e2e/fixtures";

export type Newcomer = { email: string; password: string; page: Page };

/** Somebody new with `role`, invited by the admin of `page` and signed in in a browser of their own. */
export async function inviteNewcomer(page: Page, browser: Browser, role: string): Promise<Newcomer> {
  const [email, password] = [`${randomUUID()}@example.com`, "correct horse battery"];
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite person" }).click();
  await page.getByLabel("Name").fill("Olivia");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Make invitation link" }).click();
  const link = await page
    .getByRole("dialog")
    .getByText(/\/invite\//)
    .textContent();
  const own = inWholePages(await (await browser.newContext()).newPage());
  await own.goto(link ?? "");
  await own.getByLabel("Password").fill(password);
  await own.getByRole("button", { name: "Join" }).click();
  await expect(own).toHaveURL(/\/incidents/);
  return { email, password, page: own };
}
