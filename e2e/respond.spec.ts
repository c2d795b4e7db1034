import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "#e2e/fixtures";
import { openBy, otherBrowser } from "#e2e/presses";

test("woken at night, Alice acknowledges on her phone and later resolves @phone", async ({ console: page, post }) => {
  const title = `Checkout is down ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row, "it appears without a reload").toBeVisible();
  await expectAccessible(page);

  await row.getByRole("button", { name: /^Acknowledge/ }).click();
  await expect(row.getByRole("button", { name: /^Acknowledged/ }), "the button keeps its place").toBeDisabled();
  await openBy(row.getByRole("link", { name: title }));
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText("Acknowledged by Alice")).toBeVisible();
  await expectAccessible(page);

  const resolve = page.getByRole("button", { name: "Resolve" }).first();
  await expect(resolve, "the next step is in reach of the thumb").toBeInViewport();
  await resolve.click();
  await expect(page.getByText("Resolved by Alice")).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    "nothing is wider than the screen",
  ).toBe(true);
});

test("a resolved row stays under the finger, and so does the one below it @phone", async ({ console: page, post }) => {
  const [below, above] = [1, 2].map(() => `Queue is full ${randomUUID().slice(0, 8)}`);
  for (const title of [below, above]) await post("trigger", randomUUID(), title);
  const [lower, upper] = [below, above].map((title) => page.getByRole("listitem").filter({ hasText: title }));
  if (!lower || !upper) throw new Error("two rows");
  await expect(upper).toBeVisible();
  await expect(lower).toBeVisible();
  const before = await lower.boundingBox();
  const isReadAgain = page.waitForResponse((answer) => /\/api\/v1\/incidents\?/.test(answer.url()));
  await upper.getByRole("button", { name: /^Resolve #/ }).tap();
  await (await isReadAgain).finished();
  await expect(page.getByText(/^Resolved #/)).toBeVisible();
  await expect(upper.getByTitle("Resolved", { exact: true })).toBeAttached();
  // What was read is on screen.
  await page.evaluate(() => new Promise((drawn) => requestIdleCallback(() => requestAnimationFrame(drawn))));
  expect(await lower.boundingBox()).toEqual(before);
});

test("two people press at once: one of them acknowledged, and nobody sees an error", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  const title = `Queue is stuck ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  await openBy(page.getByRole("link", { name: title }));
  const other = await otherBrowser(page);
  await other.goto(page.url());
  // The slower of the two may find the button gone, which is as good.
  const press = (each: Page) => each.getByRole("button", { name: "Acknowledge" }).first().click({ timeout: 5_000 });
  await Promise.allSettled([page, other].map(press));
  for (const each of [page, other]) {
    await expect(each.getByText("Acknowledged by Alice", { exact: true })).toBeVisible();
    await expect(each.getByText(/acknowledge (not|failed)/i)).toHaveCount(0);
  }
  const { data } = await api<{ data: { id: string }[] }>("GET", `/incidents?serviceId=${setup.service.id}&status=all`);
  const { timeline } = await api<{ timeline: { kind: string }[] }>("GET", `/incidents/${data[0]?.id}`);
  expect(timeline.filter(({ kind }) => kind === "acknowledged")).toHaveLength(1);
  await other.context().close();
});

test("an incident is snoozed, assigned, noted, resolved and reopened", async ({ console: page, post }) => {
  const title = `Disk is slow ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Assign to me" }).click();
  await expect(page.getByText("Alice took it")).toBeVisible();
  await page.getByRole("textbox", { name: /note/i }).fill("The disk of db-1 was replaced last week.");
  await page.getByRole("button", { name: /^Add note/ }).click();
  await expect(page.getByText("The disk of db-1 was replaced last week.")).toBeVisible();
  await page.getByRole("button", { name: /^Snooze/ }).click();
  await page.getByRole("button", { name: /^For 1 hour/ }).click();
  await expect(page.getByText(/^Snoozed by Alice until/)).toBeVisible();
  await page.getByRole("button", { name: "Resolve" }).first().click();
  await expect(page.getByText("Resolved by Alice")).toBeVisible();
  await page.getByRole("button", { name: "Reopen" }).first().click();
  await expect(page.getByText("Reopened by Alice")).toBeVisible();
});

test("the keyboard alone finds, opens and acknowledges an incident", async ({ console: page, post }) => {
  const word = randomUUID().slice(0, 8);
  await post("trigger", randomUUID(), `Cache is cold ${word}`);
  await page.goto(`/incidents?q=${word}`);
  await expect(page.getByRole("link", { name: `Cache is cold ${word}` })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("a");
  await expect(
    page.getByRole("listitem").filter({ hasText: word }).getByTitle("Acknowledged", { exact: true }),
  ).toBeAttached();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `Cache is cold ${word}` })).toBeVisible();
  await expect(page.getByText("Acknowledged by Alice")).toBeVisible();
});
