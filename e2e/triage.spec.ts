import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, type Setup, test } from "#e2e/fixtures";
import { otherBrowser, rowOf, stateIn } from "#e2e/presses";

const cursorOf = (page: Page) => page.getByRole("listitem").and(page.locator("[aria-current=true]"));
const isLive = (page: Page) => expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();

/** Sends an event of this severity. */
async function send(url: string | undefined, { integration }: Setup, summary: string, severity = "critical") {
  const body = {
    routing_key: integration.key,
    event_action: "trigger",
    dedup_key: randomUUID(),
    payload: { summary, source: "web-01", severity },
  };
  const answer = await fetch(`${url}/v2/enqueue`, { method: "POST", body: JSON.stringify(body) });
  expect(answer.status).toBe(202);
}

test("forty incidents are triaged by the keyboard alone, and the place is never lost", async ({
  console: page,
  post,
  api,
}) => {
  test.setTimeout(240_000);
  const word = randomUUID().slice(0, 8);
  const titles = Array.from({ length: 40 }, (_, at) => `Trouble ${at + 1} of forty ${word}`);
  for (const title of titles) await post("trigger", randomUUID(), title);
  await page.goto(`/incidents?q=${word}`);
  await expect(page.getByRole("link", { name: titles[0] ?? "", exact: true })).toBeAttached();
  await isLive(page);

  const interruptions: Record<number, () => Promise<unknown>> = {
    3: () => keys(page, "?", "Escape"),
    7: () => keys(page, "s", "Escape"),
    11: () => keys(page, "Shift+M", "Escape"),
    15: () => keys(page, "Control+k", "Escape"),
    19: () => keys(page, "/", "Escape"),
    23: async () => {
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: titles[16] ?? "" })).toBeVisible();
      await page.goBack();
      await isLive(page);
    },
    27: async () => {
      await post("trigger", randomUUID(), `Yet another ${word}`);
      await expect(page.getByText("1 new · show")).toBeVisible();
    },
  };
  for (const [at, title] of titles.toReversed().entries()) {
    // When the list has come to rest, what took the place of the last one has the cursor already.
    if (
      (await cursorOf(page)
        .getByRole("link")
        .first()
        .textContent({ timeout: 500 })
        .catch(() => "")) !== title
    )
      await page.keyboard.press("j");
    await expect(cursorOf(page), `${at}`).toContainText(title);
    await interruptions[at]?.();
    await expect(cursorOf(page), `${at}, after what came between`).toContainText(title);
    await page.keyboard.press(at % 10 === 9 ? "r" : "a");
    await expect(stateIn(rowOf(page, title), at % 10 === 9 ? "Resolved" : "Acknowledged")).toBeAttached();
  }
  await expectAccessible(page);
  const counts = async (status: string) =>
    (await api<{ count: number }>("GET", `/incidents/count?status=${status}&q=${word}`)).count;
  await expect.poll(() => counts("acknowledged")).toBe(36);
  expect(await counts("resolved")).toBe(4);
  expect(await counts("triggered")).toBe(1);
});

test("who acts on the page of an incident comes back to the next one in the list", async ({ console: page, post }) => {
  const word = randomUUID().slice(0, 8);
  for (const title of ["Third", "Second", "First"]) await post("trigger", randomUUID(), `${title} ${word}`);
  await page.goto(`/incidents?q=${word}`);
  await expect(rowOf(page, `Third ${word}`)).toBeVisible();
  await isLive(page);
  await page.keyboard.press("j");
  await expect(cursorOf(page)).toContainText(`First ${word}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `First ${word}` })).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByText("Acknowledged by Alice")).toBeVisible();
  await page.goBack();
  await expect(stateIn(rowOf(page, `First ${word}`), "Acknowledged")).toBeAttached();
  await expect(cursorOf(page)).toContainText(`Second ${word}`);
  await page.keyboard.press("j");
  await expect(cursorOf(page)).toContainText(`Third ${word}`);
});

test("a filter with three values and an order is shared by its address", async ({ console: page, setup, baseURL }) => {
  const word = randomUUID().slice(0, 8);
  for (const severity of ["info", "critical", "warning", "error"])
    await send(baseURL, setup, `It is ${severity} ${word}`, severity);
  await page.goto(`/incidents?q=${word}`);
  const rows = page.getByRole("list", { name: "Incidents" }).getByRole("listitem");
  await expect(rows).toHaveCount(4);
  await isLive(page);
  await page.getByRole("button", { name: "Severity", exact: true }).first().click();
  for (const name of ["Critical", "Error", "Warning"]) await page.getByRole("menuitemcheckbox", { name }).click();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(rows).toHaveCount(3);
  await page.getByRole("button", { name: "Title", exact: true }).click();
  await expect(rows.first()).toContainText("It is critical");
  await page.getByRole("button", { name: "Severity", exact: true }).click();
  await expect(rows.last()).toContainText("It is warning");
  await expect(page).toHaveURL(/severity=critical,error,warning/);
  await expect(page).toHaveURL(/sort=-severity/);

  const other = await otherBrowser(page);
  await other.goto(page.url());
  const theirs = other.getByRole("list", { name: "Incidents" }).getByRole("listitem");
  await expect(theirs).toHaveCount(3);
  expect(await theirs.getByRole("link").allTextContents()).toEqual(await rows.getByRole("link").allTextContents());
  await expect(other.getByRole("button", { name: "Severity: 3" })).toBeVisible();
  await other.context().close();
});

test("/ filters the list, Cmd-K finds every verb for its row", async ({ console: page, post }) => {
  const word = randomUUID().slice(0, 8);
  for (const title of ["Queue", "Cache"]) await post("trigger", randomUUID(), `${title} ${word}`);
  await isLive(page);
  await page.keyboard.press("/");
  await page.keyboard.type(`queue ${word}`);
  await expect(page.getByRole("list", { name: "Incidents" }).getByRole("listitem")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await expect(cursorOf(page)).toContainText(`Queue ${word}`);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("resolve");
  await expect(page.getByRole("option", { name: /^Resolve #\d+/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(stateIn(rowOf(page, `Queue ${word}`), "Resolved")).toBeAttached();
});

async function keys(page: Page, opening: string, closing: string) {
  await page.keyboard.press(opening);
  const opened = page
    .getByRole("dialog")
    .or(page.getByRole("searchbox", { name: "Search incidents" }).and(page.locator(":focus")));
  await expect(opened).toBeVisible();
  await page.keyboard.press(closing);
  await expect(opened).toHaveCount(0);
}
