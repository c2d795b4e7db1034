import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { type Api, expect, test } from "#e2e/fixtures";
import { alice } from "#e2e/start";

for (const colorScheme of ["light", "dark"] as const)
  test(`no page breaks its own security policy, ${colorScheme}, from signing in on`, async ({
    page,
    setup,
    post,
    api,
    receiver,
  }) => {
    test.setTimeout(240_000);
    const broken = await watch(page);
    await page.emulateMedia({ colorScheme });
    await page.goto("/sign-in");
    await signIn(page);
    await post("trigger", randomUUID(), "High CPU on web-01");
    const destination = await addDestination(api, receiver.url);
    const incident = await incidentOf(api, setup.service.id);
    const service = `/services/${setup.service.id}`;
    const paths = [
      "/incidents",
      `/incidents/${incident}`,
      "/services",
      `${service}/settings`,
      `${service}/integrations/new`,
      `${service}/integrations/${setup.integration.id}`,
      "/integrations",
      "/integrations/new/webhook",
      `/integrations/${destination}/health`,
      "/people",
      "/settings/api-keys",
      "/docs/sources/prometheus",
      "/not-there",
    ];
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading").first(), path).toBeVisible();
      await expect(page.locator("html"), path).toHaveClass(new RegExp(colorScheme));
    }
    expect(broken()).toEqual([]);
    await api("DELETE", `/destinations/${destination}`);
  });

test("nor do its menus, dialogs and notices", async ({ console: page, setup, post, api }) => {
  test.setTimeout(240_000);
  const broken = await watch(page);
  await post("trigger", randomUUID(), "High CPU on web-01");
  await page.goto(`/incidents/${await incidentOf(api, setup.service.id)}`);
  await page.getByRole("button", { name: "Acknowledge" }).first().click();
  await expect(page.locator("[data-sonner-toast]").first()).toBeVisible();
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  // A page that scrolls under its dialog has lost the style that Radix adds.
  await expect(page.locator("body")).toHaveCSS("overflow", "hidden");
  expect(broken()).toEqual([]);
});

test("a script that got into a page does not run", async ({ console: page }) => {
  const broken = await watch(page);
  await page.goto("/people");
  await page.evaluate(() => {
    const place = document.createElement("div");
    place.innerHTML = `<img src="/not-there" onerror="document.title = 'run'">`;
    document.body.append(place);
  });
  await expect.poll(broken).toContainEqual(expect.stringContaining("script-src"));
  await expect(page).not.toHaveTitle("run");
});

async function addDestination(api: Api, url: string): Promise<string> {
  const values = { type: "webhook", name: "Status page", config: { url }, events: ["incident.triggered"] };
  return (await api<{ id: string }>("POST", "/destinations", values)).id;
}

async function incidentOf(api: Api, serviceId: string | undefined): Promise<number | undefined> {
  const { data } = await api<{ data: { number: number }[] }>("GET", `/incidents?serviceId=${serviceId}`);
  return data[0]?.number;
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(alice.email);
  await page.getByLabel("Password").fill(alice.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/incidents/);
}

/** What the browser refuses from now on, by the policy of the page it happened in. */
async function watch(page: Page): Promise<() => string[]> {
  const broken: string[] = [];
  await page.exposeFunction("noteBroken", (text: string) => void broken.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const note: unknown = Reflect.get(window, "noteBroken");
      if (typeof note === "function")
        note(
          `${location.pathname}: ${event.effectiveDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}`,
        );
    });
  });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) broken.push(message.text());
  });
  return () => broken;
}
