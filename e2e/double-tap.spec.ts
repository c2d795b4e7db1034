import { randomUUID } from "node:crypto";
import type { Locator, Page, Request } from "@playwright/test";
import { type Api, expect, type Setup, test } from "#e2e/fixtures";

// The page's clock stands still during the taps, so that they are 250 ms apart on any machine.
const apartMs = 250;

type Surface = {
  name: string;
  /** Brings a new incident on screen, and gives the place whose buttons are tapped. */
  open: (page: Page, incident: { number: number; title: string }) => Promise<Locator>;
};

const row: Surface = {
  name: "a row of the list",
  open: async (page, { title }) => {
    await page.goto(`/incidents?q=${encodeURIComponent(title)}`);
    const place = page.getByRole("listitem").filter({ hasText: title });
    await place.hover();
    return place;
  },
};

const bulkBar: Surface = {
  name: "the bar of a selection",
  open: async (page, { title }) => {
    await page.goto(`/incidents?q=${encodeURIComponent(title)}`);
    await page.getByRole("listitem").filter({ hasText: title }).getByRole("checkbox").click();
    return page.getByRole("toolbar");
  },
};

const incidentPage: Surface = {
  name: "the page of an incident",
  open: async (page, { number }) => {
    await page.goto(`/incidents/${number}`);
    await page.getByRole("main").getByRole("textbox", { name: /note/i }).fill("Seen.");
    return page.getByRole("main");
  },
};

const dialog = (button: string): Surface => ({
  name: `the dialog of ${button}`,
  open: async (page, incident) => {
    const main = await incidentPage.open(page, incident);
    await main.getByRole("button", { name: button, exact: true }).click();
    return page.getByRole("dialog");
  },
});

const menu: Surface = {
  name: "the menu of an incident",
  open: async (page, incident) => {
    const main = await incidentPage.open(page, incident);
    await main.getByRole("button", { name: "More actions" }).click();
    return page.getByRole("menu");
  },
};

const onDesk = [row, bulkBar, incidentPage, dialog("Snooze"), dialog("Assign")];
const onPhone = [row, incidentPage, menu];

for (const [surfaces, tag] of [
  [onDesk, ""],
  [onPhone, " @phone"],
] as const) {
  for (const surface of surfaces) {
    test(`a double tap on any button of ${surface.name} is one press${tag}`, async ({
      console: page,
      post,
      api,
      setup,
    }) => {
      test.setTimeout(300_000);
      await page.context().grantPermissions(["clipboard-write"]);
      await page.clock.install();
      const tapped: string[] = [];
      for (;;) {
        const incident = await newIncident(post, api, setup);
        const place = await surface.open(page, incident);
        // What rests because something was pressed to get here can be pressed again.
        await page.clock.runFor(1_000);
        const button = await nextOf(place, incident.title, tapped);
        if (!button) break;
        await doubleTap(page, button, tag !== "");
      }
      expect(tapped.length, `buttons tapped: ${tapped.join(", ")}`).toBeGreaterThan(1);
    });
  }
}

async function newIncident(
  post: (action: "trigger", key: string, title: string) => Promise<void>,
  api: Api,
  setup: Setup,
): Promise<{ number: number; title: string }> {
  const title = `Tapped ${randomUUID().slice(0, 8)}`;
  await post("trigger", randomUUID(), title);
  const { data } = await api<{ data: { number: number; title: string }[] }>(
    "GET",
    `/incidents?serviceId=${setup.service.id}&status=all&limit=1`,
  );
  const number = data[0]?.number;
  if (number === undefined || data[0]?.title !== title) throw new Error("The new incident is not the first");
  return { number, title };
}

/** The first button that can be pressed and was not yet, whatever it is called. */
async function nextOf(place: Locator, title: string, tapped: string[]): Promise<Locator | undefined> {
  await expect(place).toBeVisible();
  const buttons = place.getByRole("button", { disabled: false }).or(place.getByRole("menuitem"));
  for (const button of await buttons.all()) {
    const name = (await button.ariaSnapshot()).replaceAll(title, "it").replace(/\d+/g, "n");
    if (tapped.includes(name) || !(await button.isVisible()) || !(await button.isEnabled())) continue;
    tapped.push(name);
    return button;
  }
  return undefined;
}

/** Taps three times, at once and after 250 ms; nothing but one press may come of it. */
async function doubleTap(page: Page, button: Locator, byFinger: boolean): Promise<void> {
  const what = await button.ariaSnapshot();
  // Not below the bar of a phone.
  await button.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  const box = await button.boundingBox();
  if (!box) throw new Error(`${what} is not on screen`);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const tap = () => (byFinger ? page.touchscreen.tap(x, y) : page.mouse.click(x, y));
  const presses: Request[] = [];
  const note = (request: Request) => request.method() === "POST" && presses.push(request);
  page.on("request", note);
  const address = page.url();
  const shown = () => page.locator("body").ariaSnapshot();
  const before = await shown();

  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
  await tap();
  await tap();
  await page.clock.runFor(apartMs);
  await expect.poll(async () => presses.length > 0 || (await shown()) !== before, `${what} does something`).toBe(true);
  const sent = presses[0];
  // The worst moment: all that the press changes has changed.
  if (sent) {
    await sent.response();
    await expect.poll(shown, what).not.toBe(before);
  }
  await tap();
  await page.clock.resume();
  // Whatever the taps have begun is through once the page answers a question after them.
  await page.evaluate(() => fetch("/api/v1/incidents/counts").then((answer) => answer.text()));
  expect(page.url(), `${what} stays on the page`).toBe(address);
  expect(
    presses.map((request) => new URL(request.url()).pathname),
    `${what} is pressed once`,
  ).toHaveLength(Math.min(presses.length, 1));
  page.off("request", note);
}
