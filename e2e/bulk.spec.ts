import { randomUUID } from "node:crypto";
import { type Api, expect, expectAccessible, test } from "#e2e/fixtures";
import { rowOf, stateIn } from "#e2e/presses";

const counts = async (api: Api, query: string) =>
  (await api<{ count: number }>("GET", `/incidents/count?${query}`)).count;

test("all 369 that match are selected and resolved; what fails is marked and retried, and what opened later stays", async ({
  console: page,
  post,
  api,
}) => {
  test.setTimeout(240_000);
  const word = randomUUID().slice(0, 8);
  const all = Array.from({ length: 369 }, (_, at) => `Storm ${at} ${word}`);
  for (let at = 0; at < all.length; at += 25)
    await Promise.all(all.slice(at, at + 25).map((title) => post("trigger", randomUUID(), title)));
  await expect.poll(() => counts(api, `q=${word}`)).toBe(369);
  await page.goto(`/incidents?q=${word}`);
  await page.getByRole("checkbox", { name: "Select all incidents shown" }).click();
  const bar = page.getByRole("toolbar", { name: "Selected incidents" });
  await expect(bar).toContainText("100 incidents selected");
  await bar.getByRole("button", { name: "Select all 369 that match" }).click();
  await expect(bar).toContainText("All 369 incidents selected");
  await expectAccessible(page);
  await post("trigger", randomUUID(), `Later ${word}`);

  await page.context().setOffline(true);
  await bar.getByRole("button", { name: "Resolve" }).click();
  await page
    .getByRole("alertdialog", { name: "Resolve all 369 incidents?" })
    .getByRole("button", { name: "Resolve" })
    .click();
  const mark = page.getByRole("list", { name: "Bulk actions not completed" });
  await expect(mark).toContainText("Resolve not sent for 369 incidents");
  await expect(stateIn(rowOf(page, `Storm 368 ${word}`), "Triggered"), "nothing is shown as done").toBeAttached();
  await page.context().setOffline(false);
  await mark.getByRole("button", { name: /^Retry/ }).click();
  await expect(page.getByText("Resolved 369 incidents")).toBeVisible();
  await expect(mark.getByRole("listitem")).toHaveCount(0);
  expect(await counts(api, `q=${word}&status=resolved`)).toBe(369);
  expect(await counts(api, `q=${word}&status=triggered`)).toBe(1);
});

test("a selection is acknowledged, assigned, snoozed and resolved from its bar", async ({
  console: page,
  post,
  api,
}) => {
  const word = randomUUID().slice(0, 8);
  const names = ["One", "Two", "Three"].map((name) => `${name} ${word}`);
  for (const name of names) await post("trigger", randomUUID(), name);
  await page.goto(`/incidents?q=${word}&tab=all`);
  await expect(rowOf(page, names[0] ?? "")).toBeVisible();
  const bar = page.getByRole("toolbar", { name: "Selected incidents" });
  const select = async () => {
    await expect(bar).toHaveCount(0);
    await page.getByRole("checkbox", { name: "Select all incidents shown" }).click();
    await expect(bar).toContainText("3 incidents selected");
  };
  await select();
  await bar.getByRole("button", { name: "Acknowledge" }).click();
  await expect(page.getByText("Acknowledged 3 incidents")).toBeVisible();
  await select();
  await bar.getByRole("button", { name: "Assign" }).click();
  const dialog = page.getByRole("dialog", { name: "Assign 3 incidents" });
  await expect(dialog.getByRole("checkbox", { name: "Alice (me)" })).toBeChecked();
  await dialog.getByRole("checkbox", { name: "Alice (me)" }).click();
  await dialog.getByRole("button", { name: "Unassign" }).click();
  await expect.poll(() => counts(api, `q=${word}&assigneeId=none`)).toBe(3);
  await select();
  await bar.getByRole("button", { name: "Snooze" }).click();
  await page
    .getByRole("dialog", { name: "Snooze 3 incidents" })
    .getByRole("button", { name: /^For 1 hour/ })
    .click();
  await expect.poll(() => counts(api, `q=${word}&status=snoozed`)).toBe(3);
  await select();
  await bar.getByRole("button", { name: "Resolve" }).click();
  await expect.poll(() => counts(api, `q=${word}&status=resolved`)).toBe(3);
});
