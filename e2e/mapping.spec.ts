import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "#e2e/fixtures";

const alert = (state: string) => ({
  check: { "display name": "Replica lag", code: 4711, state },
  where: ["db-1", "rack 4"],
  history: [3, 5, 8],
});

test("map a tool nobody knows over what it sent, and its next alert opens and its recovery resolves", async ({
  console: page,
  api,
  setup,
}) => {
  const integration = await addWebhook(api, setup.service.id);
  await page.goto(`/services/${setup.service.id}/integrations/${integration.id}/mapping`);
  await expect(page.getByText("Nothing has arrived yet")).toBeVisible();
  await expectAccessible(page);

  expect(await send(integration, alert("BAD"))).toBe(400);
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview, "without a reload").toContainText("It would be refused with 400");
  await expect(preview).toContainText("No summary was found");

  await page.getByLabel("Summary field").focus();
  await value(page, /^display name/).click();
  await expect(page.getByLabel("Summary field")).toHaveValue("check['display name']");
  await expect(preview).toContainText("It opens an incident");
  await expect(preview.getByRole("region", { name: "Trigger: Replica lag" })).toBeVisible();

  await page.getByLabel("Summary template").fill("{{check['display name']}} on ");
  await value(page, /^0: "db-1"/).click();
  await expect(preview).toContainText("Replica lag on db-1");
  await page.getByLabel("Dedup key field").focus();
  await value(page, /^code: 4711/).click();
  await expect(preview.getByText("4711", { exact: true })).toBeVisible();
  await page.getByLabel("Action field").focus();
  await value(page, /^state/).click();
  await page.getByLabel("Trigger values").focus();
  await value(page, /^state/).click();
  await expect(page.getByLabel("Trigger values")).toHaveValue("BAD");
  await page.getByLabel("Resolve values").fill("good");
  await page.getByLabel("Fixed severity").selectOption("warning");
  await expect(preview.getByText("fixed", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save mapping" })).toBeDisabled();

  expect(await send(integration, alert("bad"))).toBe(202);
  const incident = async () =>
    (await api<{ data: object[] }>("GET", `/incidents?serviceId=${setup.service.id}&status=all`)).data;
  expect(await incident()).toMatchObject([
    { title: "Replica lag on db-1", severity: "warning", status: "triggered", dedupKey: "4711" },
  ]);
  await page.getByRole("button", { name: "Show it" }).click();
  await expect(preview).toContainText("Accepted");
  expect(await send(integration, alert("Good"))).toBe(202);
  expect(await incident()).toMatchObject([{ status: "resolved" }]);
});

test("try it on an example before anything arrives, by the keyboard alone, and what does not fit is said at its field", async ({
  console: page,
  api,
  setup,
}) => {
  const integration = await addWebhook(api, setup.service.id);
  await page.goto(`/services/${setup.service.id}/integrations/${integration.id}/mapping`);
  await page.getByRole("button", { name: "Paste an example" }).click();
  await page.getByLabel("Example body").fill(JSON.stringify({ alerts: [{ name: "A" }, { name: "B" }], from: "x" }));
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("It would be refused");

  await page.getByLabel("A pressed value goes into").selectOption("Items field");
  await value(page, /^alerts: list of 2/).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Items field")).toHaveValue("alerts");
  await expect(preview).toContainText("It is read as 2 events");

  await page.getByLabel("A pressed value goes into").selectOption("Summary field");
  await value(page, /^alerts: list of 2/).focus();
  for (const key of ["ArrowDown", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  await expect(page.getByLabel("Summary field")).toHaveValue("name");
  await value(page, /^from/).click();
  await expect(page.getByText("This is outside the list of alerts")).toBeVisible();
  await expect(page.getByLabel("Summary field")).toHaveValue("name");

  await page.getByLabel("Severity field").fill("alerts[*].level");
  await expect(page.getByText(/^Wildcards \(\*\) are not supported/)).toBeVisible();
  await expect(preview, "what came of it before stays").toContainText("It is read as 2 events");
  await page.getByRole("button", { name: "Save mapping" }).click();
  await expect(page.getByRole("form", { name: "Mapping" }).getByRole("alert")).toContainText(
    "One field needs a change",
  );
  await expectAccessible(page);

  await page.getByRole("link", { name: "Requests" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("haven’t been saved");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByLabel("Items field")).toHaveValue("");
});

type Api = Parameters<Parameters<typeof test>[2]>[0]["api"];

const addWebhook = (api: Api, serviceId = "") =>
  api("POST", `/services/${serviceId}/integrations`, { type: "webhook", name: "Home-made" });

const value = (page: Page, name: RegExp) => page.getByRole("treeitem", { name });

async function send({ webhookUrl = "" }: Record<string, string>, body: object): Promise<number> {
  const answer = await fetch(webhookUrl, { method: "POST", body: JSON.stringify(body) });
  return answer.status;
}
