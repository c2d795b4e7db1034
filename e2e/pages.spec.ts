import { randomUUID } from "node:crypto";
import { expect, expectAccessible, test } from "#e2e/fixtures";

test("no page has a serious accessibility fault, in light or dark, and none is wider than a phone", async ({
  console: page,
  setup,
  post,
  api,
  receiver,
}) => {
  test.setTimeout(240_000);
  const destination = await api("POST", "/destinations", {
    type: "webhook",
    name: "Status page",
    config: { url: receiver.url },
    events: ["incident.triggered"],
  });
  const mapped = await api("POST", `/services/${setup.service.id}/integrations`, { type: "webhook", name: "Own tool" });
  await fetch(mapped.webhookUrl ?? "", { method: "POST", body: JSON.stringify({ alert: { title: "Own words" } }) });
  const key = randomUUID();
  await post("trigger", key, "High CPU on web-01");
  await post("resolve", key);
  const { data } = await api<{ data: { number: number }[] }>(
    "GET",
    `/incidents?serviceId=${setup.service.id}&status=all`,
  );
  const service = `/services/${setup.service.id}`;
  const paths = [
    "/incidents",
    "/incidents?tab=all",
    "/incidents?q=nothing-has-this-name",
    `/incidents/${data[0]?.number}`,
    "/services",
    "/services/new",
    service,
    `${service}/integrations`,
    `${service}/integrations/new`,
    `${service}/integrations/${setup.integration.id}`,
    `${service}/integrations/${mapped.id}/mapping`,
    `${service}/settings`,
    "/integrations",
    "/integrations/new/webhook",
    `/integrations/${destination.id}`,
    `/integrations/${destination.id}/deliveries`,
    "/people",
    "/settings",
    "/settings/api-keys",
    "/profile",
    "/docs/api",
    "/docs/sending",
    "/docs/sources",
    "/docs/sources/prometheus",
    "/not-there",
  ];
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
  for (const path of paths) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(path === "/not-there" ? 404 : 200);
    await expect(page.getByRole("heading").first(), path).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
      `${path} fits a phone`,
    ).toBe(true);
    await page.setViewportSize({ width: 1280, height: 720 });
  }
  expect(errors).toEqual([]);
  await api("DELETE", `/destinations/${destination.id}`);
});
