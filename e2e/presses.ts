import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { type Api, expect, inWholePages, type Setup } from "#e2e/fixtures";

/** A title that no other story uses. */
export const words = (text: string) => `${text} ${randomUUID().slice(0, 8)}`;
export const rowOf = (page: Page, title: string) => page.getByRole("listitem").filter({ hasText: title });
/** The glyph of a state in a row. */
export const stateIn = (row: Locator, word: string) => row.getByTitle(word, { exact: true });
/** What screen readers are told of presses that did not arrive. */
export const toldReaders = (page: Page) => page.getByRole("status", { name: "Actions not sent" });

/** Presses a button of a row, which shows its buttons under the mouse. */
export async function press(row: Locator, name: RegExp) {
  await row.hover();
  await row.getByRole("button", { name }).click();
}

/** Presses a button of a row while there is no network, and sees the mark. */
export async function pressOffline(row: Locator, verb: "Acknowledge" | "Resolve") {
  await expect(row).toBeVisible();
  await row.page().context().setOffline(true);
  await press(row, new RegExp(`^${verb} #`));
  await expect(row.getByText(`${verb} not sent`)).toBeVisible();
}

/** Opens an incident by its link. A tap within the moment after another is taken for its second half, and is done again. */
export async function openBy(link: Locator) {
  const page = link.page();
  const isOpen = /\/incidents\/\d+$/;
  await expect(async () => {
    if (!isOpen.test(page.url())) await link.click({ timeout: 5_000 });
    await expect(page).toHaveURL(isOpen, { timeout: 5_000 });
  }).toPass();
}

/** Another browser in which Alice is signed in. */
export async function otherBrowser(page: Page): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser of its own");
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  return inWholePages(await context.newPage());
}

/** The newest incident of the story. */
export async function incidentOf(api: Api, setup: Setup): Promise<{ id: string; number: number; status: string }> {
  type Row = { id: string; number: number; status: string };
  const { data } = await api<{ data: Row[] }>("GET", `/incidents?serviceId=${setup.service.id}&status=all`);
  const [incident] = data;
  if (!incident) throw new Error("The service has no incident");
  return incident;
}

/** The kinds of the timeline, in order. */
export async function kindsIn(api: Api, id: string): Promise<string[]> {
  const { timeline } = await api<{ timeline: { kind: string }[] }>("GET", `/incidents/${id}`);
  return timeline.map(({ kind }) => kind);
}

/** Pushes a row aside with a finger. */
export async function swipe(row: Locator, byPx: number) {
  const box = await row.boundingBox();
  if (!box) throw new Error("The row is not on screen");
  const touch = (x: number) => ({
    pointerType: "touch",
    isPrimary: true,
    pointerId: 7,
    clientX: x,
    clientY: box.y + 20,
  });
  const link = row.getByRole("link").first();
  await link.dispatchEvent("pointerdown", touch(100));
  await link.dispatchEvent("pointermove", touch(100 + byPx));
  await link.dispatchEvent("pointerup", touch(100 + byPx));
}
