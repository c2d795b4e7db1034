import { randomUUID } from "node:crypto";
import { comesToLife, expect, expectAccessible, test } from "#e2e/fixtures";
import { incidentOf, kindsIn, openBy, press, rowOf, stateIn, swipe, words } from "#e2e/presses";

test("what is done on the page of an incident without network is marked there and retried", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  await post("trigger", randomUUID(), words("Search is slow"));
  const { id, number } = await incidentOf(api, setup);
  await page.goto(`/incidents/${number}`);
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole("textbox", { name: /note/i }).fill("The index was rebuilt.");
  await page.getByRole("button", { name: /^Add note/ }).click();
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.getByRole("button", { name: "Assign to me" }).click();
  await page.getByRole("button", { name: /^Snooze/ }).click();
  await page.getByRole("button", { name: /^For 1 hour/ }).click();
  const marks = page.getByRole("list", { name: "Actions not completed" });
  for (const name of ["Note", "Acknowledge", "Assign", "Snooze"])
    await expect(marks.getByText(`${name} not sent.`)).toBeVisible();
  await expect(page.getByRole("textbox", { name: /note/i }), "the text is kept").toHaveValue("The index was rebuilt.");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);

  await page.context().setOffline(false);
  for (const [name, kind] of [
    ["note", "noted"],
    ["assign", "assigned"],
    ["acknowledge", "acknowledged"],
  ] as const) {
    await marks.getByRole("button", { name: `Retry: ${name}` }).click();
    await expect(marks.getByRole("button", { name: `Retry: ${name}` })).toHaveCount(0);
    // Who acknowledges what nobody has is assigned by that, and has nothing to take any more.
    await expect.poll(() => kindsIn(api, id), name).toContain(kind);
  }
  await marks.getByRole("button", { name: "Dismiss: snooze" }).click();
  await expect(marks).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: /note/i })).toHaveValue("");
  await expect(page.getByText("Note by Alice")).toBeVisible();
  expect(await kindsIn(api, id)).not.toContain("snoozed");
});

test("a note that was not sent stays in the field when its mark is dismissed, and added again it is sent once", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  await post("trigger", randomUUID(), words("Search is slow"));
  const { id, number } = await incidentOf(api, setup);
  await page.goto(`/incidents/${number}`);
  const field = page.getByRole("textbox", { name: /note/i });
  const add = page.getByRole("button", { name: /^Add note/ });
  const mark = page.getByRole("list", { name: "Actions not completed" }).getByText("Note not sent.");
  await comesToLife(add);
  await field.fill("The index was rebuilt.");
  await page.context().setOffline(true);
  await add.click();
  await expect(mark).toBeVisible();
  await page.getByRole("button", { name: "Dismiss: note" }).click();
  await expect(mark).toHaveCount(0);
  await expect(field).toHaveValue("The index was rebuilt.");
  await expect(page.getByRole("main"), "the focus stays near").toBeFocused();
  await add.click();
  await expect(mark).toBeVisible();
  await page.context().setOffline(false);
  await add.click();
  await expect(field).toHaveValue("");
  await expect(mark).toHaveCount(0);
  expect((await kindsIn(api, id)).filter((kind) => kind === "noted")).toHaveLength(1);
});

test("Undo without network is marked and retried", async ({ console: page, post, api, setup }) => {
  const title = words("Mail is late");
  await post("trigger", randomUUID(), title);
  await page.clock.install();
  await page.goto(`/incidents?q=${encodeURIComponent(title)}&tab=all`);
  const row = rowOf(page, title);
  await press(row, /^Resolve #/);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  // The notice waits for as long as the machine takes.
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 500);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.clock.resume();
  await expect(row.getByText("Reopen not sent")).toBeVisible();
  await expect(stateIn(row, "Resolved")).toBeAttached();
  await page.context().setOffline(false);
  await row.getByRole("button", { name: /^Retry: reopen/ }).click();
  await expect(stateIn(row, "Triggered")).toBeAttached();
  expect((await incidentOf(api, setup)).status).toBe("triggered");
});

test("on a phone without network: button, swipe and the bar at the bottom are marked @phone", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  const title = words("Checkout is down");
  await post("trigger", randomUUID(), title);
  const row = rowOf(page, title);
  await expect(row).toBeVisible();
  await page.context().setOffline(true);
  await swipe(row, 200);
  await expect(row.getByText("Acknowledge not sent")).toBeVisible();
  await expect(stateIn(row, "Triggered")).toBeAttached();
  await expectAccessible(page);
  await row.getByRole("button", { name: /^Dismiss/ }).tap();
  await row.getByRole("button", { name: /^Acknowledge #/ }).tap();
  await expect(row.getByText("Acknowledge not sent")).toBeVisible();
  await page.context().setOffline(false);
  await row.getByRole("button", { name: /^Retry/ }).tap();
  await expect(stateIn(row, "Acknowledged")).toBeAttached();

  const { number } = await incidentOf(api, setup);
  await page.goto(`/incidents/${number}`);
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeAttached();
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Resolve" }).tap();
  await expect(page.getByText("Resolve not sent", { exact: true }), "in reach of the thumb").toBeInViewport();
  await expect(page.getByRole("button", { name: "Resolve", exact: true })).toBeEnabled();
  await expectAccessible(page);
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Retry: resolve" }).tap();
  await expect(page.getByText("Resolved by Alice")).toBeVisible();
});

test("an incident opened without network leaves the list where it is", async ({ console: page, post }) => {
  const title = words("DNS is away");
  await post("trigger", randomUUID(), title);
  const link = page.getByRole("link", { name: title });
  await expect(link).toBeVisible();
  await page.context().setOffline(true);
  await link.click();
  await expect(page.getByText("Cannot be opened without network")).toBeVisible();
  await expect(page).toHaveURL(/\/incidents$/);
  await expect(link).toBeVisible();
  await page.context().setOffline(false);
  await openBy(link);
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
});

for (const hasLookedAhead of [true, false])
  test(`an incident opened while nobody knows yet that Tocsin is away leaves the list, ${hasLookedAhead ? "looked at ahead" : "not looked at before"}`, async ({
    console: page,
    post,
  }) => {
    const title = words("Switch is dead");
    const cut = (from: RegExp) =>
      page.route(
        ({ pathname }) => from.test(pathname),
        (route) => route.abort("connectionfailed"),
      );
    if (!hasLookedAhead) await cut(/^\/incidents\/\d+$/);
    await post("trigger", randomUUID(), title);
    const link = page.getByRole("link", { name: title });
    await expect(link).toBeVisible();
    await cut(/^\/(incidents\/\d+|api\/health)$/);
    await link.click();
    await expect(page.getByText("Cannot be opened: Tocsin does not answer")).toBeVisible();
    await expect(page).toHaveURL(/\/incidents$/);
    await expect(link).toBeVisible();
    // A request that was caught must not be left hanging.
    await page.unrouteAll({ behavior: "wait" });
    await openBy(link);
    await expect(page.getByRole("heading", { name: title })).toBeVisible();
  });
