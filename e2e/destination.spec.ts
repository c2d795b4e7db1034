import { randomUUID } from "node:crypto";
import { expect, expectAccessible, test } from "#e2e/fixtures";

test("Alice adds a webhook card, tests it before saving, and follows a message that fails until it is replayed", async ({
  console: page,
  post,
  receiver,
}) => {
  const name = `Status page ${randomUUID().slice(0, 8)}`;
  await page.goto("/integrations");
  await page.getByRole("link", { name: "Add Webhook integration" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(/^Webhook integration by Alice, \w{3} \d+$/);
  await page.getByLabel("Name", { exact: true }).fill(name);

  await page.getByLabel("Webhook URL").fill("status.example.com");
  await page.getByRole("button", { name: "Add integration" }).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "Write the whole address" }),
    "it says what is wrong",
  ).toBeVisible();

  await page.getByLabel("Webhook URL").fill(receiver.url);
  await page.getByLabel("Signing secret").fill("a secret of ours");
  await page.getByRole("button", { name: "Test integration" }).click();
  await expect(page.getByText("The test message was delivered")).toBeVisible();
  expect(receiver.received).toMatchObject([
    { test: true, incident: { title: expect.stringContaining("[Test message]") } },
  ]);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Add integration" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("Stored, and never shown again"), "the secret is write-only").toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Deliveries" }).click();
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  receiver.answer(500);
  const title = `Checkout is down ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  const row = page.getByRole("listitem").filter({ hasText: title });
  await expect(row, "the log shows it without a reload").toBeVisible();
  await expect(row.getByText("Retrying")).toBeVisible();
  await expect(row.getByText(/Next try in .*cycle \d of 3/)).toBeVisible();
  await expect(row.getByText("The server answered 500 Internal Server Error.")).toBeVisible();
  await expectAccessible(page);

  await row.getByRole("link", { name: title }).click();
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByRole("button", { name: /500 The server refused it/ }).first()).toBeVisible();
  await expectAccessible(page);

  receiver.answer(204);
  // Its next try may have come by itself in this very moment.
  await page
    .getByRole("button", { name: "Try now" })
    .click({ timeout: 3_000 })
    .catch(() => undefined);
  await expect(page.getByText("Delivered", { exact: true }).first(), "it turns green by itself").toBeVisible();
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page).toHaveURL(/\/deliveries\/\d+$/);
  await expect(page.getByText("Replay", { exact: true }).first()).toBeVisible();
  await expect
    .poll(() => receiver.received.filter((message) => message.incident?.title === title && !message.test).length)
    .toBeGreaterThanOrEqual(3);
});

test("Alice disables a card, enables it and recovers what was discarded, and deletes it", async ({
  console: page,
  api,
  post,
  receiver,
}) => {
  const name = `Bridge ${randomUUID().slice(0, 8)}`;
  receiver.answer(503);
  const { id } = await api("POST", "/destinations", {
    type: "webhook",
    name,
    config: { url: receiver.url },
    events: ["incident.triggered"],
  });
  const title = `Queue is stuck ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  await page.goto(`/integrations/${id}/deliveries`);
  await expect(page.getByText("Retrying")).toBeVisible();

  await page.getByRole("button", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Disable integration" }).click();
  await expect(page.getByText("Disabled by Alice.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: title }).getByText("Discarded")).toBeVisible();

  receiver.answer(204);
  await page.getByRole("button", { name: "Enable" }).click();
  await page.getByLabel(/^Recover 1 message discarded or failed since/).check();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Enable and recover 1" }).click();
  await expect(page.getByText("(replay)")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "(replay)" }).getByText("Delivered")).toBeVisible();

  await page.getByRole("link", { name: "Health" }).click();
  await expect(page.getByRole("cell", { name: "The server refused it" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("heading", { name: `Delete ${name}?` })).toBeVisible();
  await page.getByRole("button", { name: "Delete integration" }).click();
  await expect(page).toHaveURL(/\/integrations$/);
  await expect(page.getByRole("heading", { name })).toHaveCount(0);
});

test("the list finds a card, filters by what is on, says when nothing is sent, and asks before typed text is lost", async ({
  console: page,
  api,
  receiver,
}) => {
  const word = randomUUID().slice(0, 8);
  const { id } = await api("POST", "/destinations", {
    type: "webhook",
    name: `Silent ${word}`,
    config: { url: receiver.url },
    events: [],
  });
  await page.goto("/integrations");
  await expect(page.getByRole("link", { name: `Silent ${word}` })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type(word);
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByText("No events chosen: nothing is sent")).toBeVisible();
  await page.getByRole("button", { name: /^Disabled/ }).click();
  await expect(page.getByText("No integration fits this search")).toBeVisible();

  await page.goto(`/integrations/${id}`);
  await page.getByRole("checkbox", { name: "Triggered", exact: true }).check();
  await page.getByRole("link", { name: "Health" }).click();
  await expect(page.getByRole("heading", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Health" }).click();
  await expect(page).toHaveURL(/\/health$/);
  await api("DELETE", `/destinations/${id}`);
});
