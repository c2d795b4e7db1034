import { randomUUID } from "node:crypto";
import { expect, test } from "#e2e/fixtures";

test("two tools of a service share their dedup keys, once no incident of theirs is open twice", async ({
  console: page,
  api,
  setup,
  post,
}) => {
  const key = randomUUID();
  const hook = await api("POST", `/services/${setup.service.id}/integrations`, {
    ...{ type: "webhook", name: "Own tool", sharesKeys: true },
  });
  const tell = (status: string) =>
    fetch(hook.webhookUrl ?? "", {
      method: "POST",
      body: JSON.stringify({ title: "Disk full", dedup_key: key, status }),
    });
  await tell("firing");
  await post("trigger", key);
  await page.goto(`/services/${setup.service.id}/integrations/${setup.integration.id}/settings`);
  const shares = page.getByRole("switch", { name: "Shares dedup keys" });
  await shares.click();
  await page.getByRole("button", { name: "Save integration" }).click();
  await expect(page.getByText(/^#\d+ and #\d+ have the same dedup key; resolve one of them first\.$/)).toBeVisible();
  await expect(shares).toBeChecked();
  await tell("resolved");
  await page.getByRole("button", { name: "Save integration" }).click();
  await expect(page.getByText("Saved sharing of dedup keys").first()).toBeVisible();
  await expect(shares).toBeChecked();
  await page.reload();
  await expect(shares).toBeChecked();
  await tell("resolved");
  const open = await api("GET", `/incidents?serviceId=${setup.service.id}&status=open`);
  expect(open).toMatchObject({ data: [] });
});
