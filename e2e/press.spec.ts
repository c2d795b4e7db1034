import { randomUUID } from "node:crypto";
import type { Route } from "@playwright/test";
import { expect, expectAccessible, test } from "#e2e/fixtures";
import {
  incidentOf,
  kindsIn,
  otherBrowser,
  press,
  pressOffline,
  rowOf,
  stateIn,
  toldReaders,
  words,
} from "#e2e/presses";

test("a press without network is not shown as done, is marked, and is sent by Retry", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  const title = words("Checkout is down");
  await post("trigger", randomUUID(), title);
  const row = rowOf(page, title);
  await pressOffline(row, "Acknowledge");
  await expect(stateIn(row, "Triggered")).toBeAttached();
  await expect(toldReaders(page)).toContainText("Acknowledge not sent");
  await expectAccessible(page);

  await page.context().setOffline(false);
  await row.getByRole("button", { name: /^Retry: acknowledge/ }).click();
  await expect(stateIn(row, "Acknowledged")).toBeAttached();
  await expect(row.getByText(/not sent/)).toHaveCount(0);
  await expect(toldReaders(page)).toHaveText("No actions left to retry.");
  expect((await incidentOf(api, setup)).status).toBe("acknowledged");
});

test("of two browsers one is offline and presses, the other acts meanwhile: the mark goes by itself", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  const title = words("Queue is stuck");
  await post("trigger", randomUUID(), title);
  const row = rowOf(page, title);
  const other = await otherBrowser(page);
  await other.goto("/incidents");
  await pressOffline(row, "Acknowledge");

  await press(rowOf(other, title), /^Acknowledge #/);
  await expect(stateIn(rowOf(other, title), "Acknowledged")).toBeAttached();
  await page.context().setOffline(false);
  await expect(stateIn(row, "Acknowledged")).toBeAttached();
  await expect(row.getByText(/not sent/)).toHaveCount(0);
  const { id } = await incidentOf(api, setup);
  expect((await kindsIn(api, id)).filter((kind) => kind === "acknowledged")).toHaveLength(1);
  await other.context().close();
});

test("the mark stays when the other browser did something else, and Retry still does it", async ({
  console: page,
  post,
}) => {
  const title = words("Cache is cold");
  await post("trigger", randomUUID(), title);
  const row = rowOf(page, title);
  const other = await otherBrowser(page);
  await other.goto("/incidents");
  await pressOffline(row, "Resolve");
  await press(rowOf(other, title), /^Acknowledge #/);
  await expect(stateIn(rowOf(other, title), "Acknowledged")).toBeAttached();

  await page.context().setOffline(false);
  await expect(stateIn(row, "Acknowledged"), "what came meanwhile is shown").toBeAttached();
  await expect(row.getByText("Resolve not sent")).toBeVisible();
  await row.getByRole("button", { name: /^Retry: resolve/ }).click();
  await expect(stateIn(row, "Resolved")).toBeAttached();
  await expect(row.getByText(/not sent/)).toHaveCount(0);
  await other.context().close();
});

test("a selection that could not be sent is marked row by row; each is retried or dismissed", async ({
  console: page,
  post,
}) => {
  const word = randomUUID().slice(0, 8);
  for (const name of ["One", "Two"]) await post("trigger", randomUUID(), `${name} ${word}`);
  await page.goto(`/incidents?q=${word}&tab=all`);
  for (const name of ["One", "Two"]) await rowOf(page, `${name} ${word}`).getByRole("checkbox").click();
  await page.context().setOffline(true);
  await page.getByRole("toolbar").getByRole("button", { name: "Resolve" }).click();
  for (const name of ["One", "Two"]) {
    const row = rowOf(page, `${name} ${word}`);
    await expect(row.getByText("Resolve not sent")).toBeVisible();
    await expect(stateIn(row, "Triggered")).toBeAttached();
  }
  await expect(toldReaders(page)).toContainText("2 actions not completed");

  const [one, two] = [rowOf(page, `One ${word}`), rowOf(page, `Two ${word}`)];
  await one.getByRole("button", { name: /^Dismiss/ }).click();
  await expect(one.getByText(/not sent/)).toHaveCount(0);
  await page.context().setOffline(false);
  await two.getByRole("button", { name: /^Retry/ }).click();
  await expect(stateIn(two, "Resolved")).toBeAttached();
  await expect(stateIn(one, "Triggered")).toBeAttached();
});

const refusals = [
  { status: 403, marked: "Resolve failed", message: "This needs the role Responder; you are Observer." },
  { status: 409, marked: "Resolve failed", message: "Incident #1 is locked. Try again later." },
  // What is answered on its way, or without the database, may have been done.
  { status: 503, marked: "Resolve not confirmed", message: "The database is away. Try again in a moment." },
];

for (const { status, marked, message } of refusals) {
  test(`a press that is answered ${status} is not shown as done and stays marked`, async ({ console: page, post }) => {
    const title = words("Disk is full");
    await post("trigger", randomUUID(), title);
    const row = rowOf(page, title);
    await page.route("**/api/v1/incidents/*/resolve", (route) =>
      route.fulfill({ status, json: { error: { code: "refused", message } } }),
    );
    await press(row, /^Resolve #/);
    await expect(row.getByText(marked)).toBeVisible();
    await expect(stateIn(row, "Triggered")).toBeAttached();
    await expect(page.getByText(message).first()).toBeVisible();
    await page.unroute("**/api/v1/incidents/*/resolve");
    await row.getByRole("button", { name: /^Retry/ }).click();
    await expect(stateIn(row, "Resolved")).toBeAttached();
    await expect(row.getByText(marked)).toHaveCount(0);
  });
}

test("a press that gets no answer comes back after the deadline, with what changed meanwhile", async ({
  console: page,
  post,
}) => {
  const title = words("Login is slow");
  const key = randomUUID();
  await post("trigger", key, title);
  await page.clock.install();
  await page.goto("/incidents");
  const row = rowOf(page, title);
  await page.route("**/api/v1/incidents/*/acknowledge", () => {});
  await press(row, /^Acknowledge #/);
  await expect(stateIn(row, "Acknowledged"), "shown at once").toBeAttached();
  await post("trigger", key, title);
  await expect(row.getByText("×2")).toBeAttached();
  await expect(stateIn(row, "Acknowledged"), "an update does not take it back early").toBeAttached();

  await page.clock.runFor(10_000);
  await expect(row.getByText("Acknowledge not confirmed")).toBeVisible();
  await expect(stateIn(row, "Triggered")).toBeAttached();
  await expect(row.getByText("×2"), "the update stays").toBeAttached();
});

test("the network goes after the press was sent: it is doubtful until the truth is read, and then it is done", async ({
  console: page,
  post,
  api,
  setup,
}) => {
  const title = words("Payments fail");
  await post("trigger", randomUUID(), title);
  await page.goto(`/incidents?q=${encodeURIComponent(title)}&tab=all`);
  const row = rowOf(page, title);
  // The server does it, but its answer finds nobody.
  await page.route("**/api/v1/incidents/*/resolve", async (route: Route) => {
    await page.context().setOffline(true);
    await route.fetch();
  });
  await press(row, /^Resolve #/);
  await expect(row.getByText("Resolve not confirmed")).toBeVisible();
  await expect(stateIn(row, "Triggered")).toBeAttached();
  await expect.poll(async () => (await incidentOf(api, setup)).status).toBe("resolved");
  await page.context().setOffline(false);
  await expect(stateIn(row, "Resolved")).toBeAttached();
  await expect(row.getByText(/not confirmed/)).toHaveCount(0);
  const { id } = await incidentOf(api, setup);
  expect((await kindsIn(api, id)).filter((kind) => kind === "resolved")).toHaveLength(1);
});
