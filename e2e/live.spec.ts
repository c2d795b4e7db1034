import { randomUUID } from "node:crypto";
import type { BrowserContext, Page, Request } from "@playwright/test";
import { startCable } from "#e2e/cable";
import { expect, expectAccessible, inWholePages, test } from "#e2e/fixtures";
import { otherBrowser, press, rowOf, stateIn, words } from "#e2e/presses";

const saysLive = (page: Page) => page.getByRole("status").filter({ hasText: "Live" });

/** The streams of changes that are open, of those begun from now on. */
function openStreamsOf(context: BrowserContext): ReadonlySet<Request> {
  const open = new Set<Request>();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/live") open.add(request);
  });
  context.on("requestfinished", (request) => open.delete(request));
  context.on("requestfailed", (request) => open.delete(request));
  return open;
}

test("two windows of a browser share one stream, and the second goes on when the first is closed", async ({
  console: first,
  context,
  post,
}) => {
  const second = inWholePages(await context.newPage());
  const streams = openStreamsOf(context);
  await second.goto("/incidents");
  await expect(saysLive(second)).toBeVisible();
  const [both, alone] = [words("Both hear it"), words("One is left")];
  await post("trigger", randomUUID(), both);
  for (const page of [first, second]) await expect(rowOf(page, both)).toBeVisible();
  await expect.poll(() => streams.size, "the window that was looked at last has it").toBe(1);

  await second.close();
  const third = inWholePages(await context.newPage());
  await third.goto("/incidents");
  await first.close();
  await post("trigger", randomUUID(), alone);
  await expect(rowOf(third, alone)).toBeVisible();
});

test("of two browsers one loses the network: it says so, keeps what was pressed, and shows what came meanwhile once it is back", async ({
  console: other,
  tocsin,
  post,
}) => {
  const cable = await startCable(tocsin.url);
  const page = await otherBrowser(other);
  const [before, meanwhile] = [words("Before it went"), words("While it was away")];
  await post("trigger", randomUUID(), before);
  await page.goto(`${cable.url}/incidents`);
  await expect(rowOf(page, before)).toBeVisible();
  await expect(saysLive(page)).toBeVisible();

  cable.cut();
  await expect(page.getByRole("status").filter({ hasText: "Reconnecting" })).toBeVisible();
  await press(rowOf(page, before), /^Resolve #/);
  await expect(rowOf(page, before).getByText(/Resolve not (sent|confirmed)/)).toBeVisible();
  await post("trigger", randomUUID(), meanwhile);
  await expect(rowOf(other, meanwhile)).toBeVisible();
  await press(rowOf(other, before), /^Acknowledge #/);
  await expect(rowOf(page, meanwhile)).toBeHidden();
  await expectAccessible(page);

  cable.mend();
  await expect(saysLive(page)).toBeVisible();
  await expect(rowOf(page, meanwhile)).toBeVisible();
  await expect(stateIn(rowOf(page, before), "Acknowledged"), "what the other did").toBeAttached();
  await rowOf(page, before)
    .getByRole("button", { name: /^Retry: resolve/ })
    .click();
  await expect(stateIn(rowOf(page, before), "Resolved")).toBeAttached();
  await other.goto(`/incidents?tab=resolved&q=${encodeURIComponent(before)}`);
  await expect(stateIn(rowOf(other, before), "Resolved")).toBeAttached();
  await page.context().close();
  cable.close();
});

test("a window whose session has ended says so, and leads to the sign-in", async ({ console: page, baseURL }) => {
  const other = await otherBrowser(page);
  await other.goto("/incidents");
  await expect(saysLive(other)).toBeVisible();
  await other.context().clearCookies();
  // The phone slept, and its stream is opened anew.
  await other.evaluate(() => window.dispatchEvent(new Event("online")));
  const said = other.getByRole("status").filter({ hasText: "Signed out" });
  await expect(said).toBeVisible();
  await expectAccessible(other);
  await said.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(new RegExp(`^${baseURL}/sign-in`));
  await other.context().close();
});
