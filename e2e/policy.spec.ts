import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "#e2e/fixtures";
import { alice } from "#e2e/start";

test("no page breaks its own security policy, in light or dark, from signing in to its menus and dialogs", async ({
  page,
  setup,
  post,
  api,
  receiver,
}) => {
  test.setTimeout(240_000);
  const broken = await watch(page);
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail")).toBeVisible();
  await signIn(page);
  const destination = await api("POST", "/destinations", {
    type: "webhook",
    name: "Status page",
    config: { url: receiver.url },
    events: ["incident.triggered"],
  });
  await post("trigger", randomUUID(), "High CPU on web-01");
  const { data } = await api<{ data: { number: number }[] }>("GET", `/incidents?serviceId=${setup.service.id}`);
  const service = `/services/${setup.service.id}`;
  const paths = [
    "/incidents",
    `/incidents/${data[0]?.number}`,
    "/services",
    "/services/new",
    service,
    `${service}/settings`,
    `${service}/integrations`,
    `${service}/integrations/new`,
    `${service}/integrations/${setup.integration.id}`,
    `${service}/integrations/${setup.integration.id}/setup`,
    "/integrations",
    "/integrations/new/webhook",
    `/integrations/${destination.id}`,
    `/integrations/${destination.id}/health`,
    "/people",
    "/settings/api-keys",
    "/profile",
    "/docs/api",
    "/docs/sources/prometheus",
    "/not-there",
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(path);
      await expect(page.getByRole("heading").first(), path).toBeVisible();
      await expect(page.locator("html"), path).toHaveClass(new RegExp(colorScheme));
      expect(broken(), `${path}, ${colorScheme}`).toEqual([]);
    }
  }
  await page.goto("/incidents");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.goto(`/incidents/${data[0]?.number}`);
  await page.getByRole("button", { name: "Acknowledge" }).first().click();
  await expect(page.locator("[data-sonner-toast]").first()).toBeVisible();
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite" }).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  // A page that scrolls under its dialog lost the style that Radix adds.
  await expect(page.locator("body")).toHaveCSS("overflow", "hidden");
  expect(broken()).toEqual([]);
  await api("DELETE", `/destinations/${destination.id}`);
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
