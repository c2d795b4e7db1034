import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { freePort } from "#db/free-port";
import type { Instance } from "#e2e/instance";
import { alice, apiKey, startTocsin } from "#e2e/start";

export { expect } from "@playwright/test";

/** Calls /api/v1 as an admin; throws what Tocsin answered when that is no success. */
export type Api = <Answer = Record<string, string>>(method: string, path: string, body?: object) => Promise<Answer>;
export type Receiver = {
  url: string;
  received: { event: string; test: boolean; incident?: { title: string; dedupKey: string } }[];
  answer(status: number): void;
};
export type Setup = { service: Record<string, string>; integration: Record<string, string>; name: string };

type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

type WorkerFixtures = {
  /** The Tocsin of this worker's stories. */
  tocsin: Instance;
  /** The cookies of Alice, who signed in once for all stories of this worker. A story that ends her session signs in itself. */
  signedIn: SignedIn;
};

export type Fixtures = {
  /** A browser in which Alice, the admin, is signed in, before she opens a page. */
  alicesPage: Page;
  /** A browser in which Alice, the admin, is signed in and sees the incidents. */
  console: Page;
  api: Api;
  /** Somebody else's webhook endpoint; it answers 204 until told otherwise. */
  receiver: Receiver;
  /** A service of this story's own with an Events API integration. */
  setup: Setup;
  /** Sends an event to the integration of `setup`. */
  post(action: "trigger" | "acknowledge" | "resolve", dedupKey: string, summary?: string): Promise<void>;
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  tocsin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from this pattern.
    async ({}, use) => {
      const tocsin = await startTocsin();
      await use(tocsin);
      await tocsin.stop();
    },
    { scope: "worker", timeout: 450_000 },
  ],
  signedIn: [
    async ({ browser, tocsin }, use) => {
      const page = await browser.newPage({ baseURL: tocsin.url });
      await signIn(page);
      await use(await page.context().storageState());
      await page.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: ({ tocsin }, use) => use(tocsin.url),
  page: ({ page }, use) => use(inWholePages(page)),
  alicesPage: async ({ page, context, signedIn }, use) => {
    await context.addCookies(signedIn.cookies);
    await use(page);
  },
  console: async ({ alicesPage }, use) => {
    await alicesPage.goto("/incidents");
    await use(alicesPage);
  },
  api: ({ tocsin }, use) => use((method, path, body) => callApi(tocsin, method, path, body)),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from this pattern.
  receiver: async ({}, use) => {
    let status = 204;
    const received: Receiver["received"] = [];
    const server = createServer(async (request, response) => {
      received.push(JSON.parse(await text(request)));
      response.writeHead(status).end();
    });
    const port = await freePort();
    server.listen(port, "127.0.0.1");
    await use({ url: `http://127.0.0.1:${port}/hook`, received, answer: (next) => (status = next) });
    server.closeAllConnections();
    server.close();
  },
  setup: async ({ api }, use) => {
    const name = `Checkout ${randomUUID().slice(0, 8)}`;
    const service = await api("POST", "/services", { name });
    const integration = await api("POST", `/services/${service.id}/integrations`, {
      type: "pagerduty",
      name: "Monitoring",
      rateLimitPerMinute: 0,
    });
    await use({ service, integration, name });
  },
  post: async ({ setup, baseURL }, use) => {
    await use(async (event_action, dedup_key, summary = dedup_key) => {
      const event = {
        routing_key: setup.integration.key,
        event_action,
        dedup_key,
        payload: { summary, source: "web-01", severity: "critical" },
      };
      const answer = await fetch(`${baseURL}/v2/enqueue`, { method: "POST", body: JSON.stringify(event) });
      expect(answer.status).toBe(202);
    });
  },
});

/**
 * A page that, when it was gone to or reloaded, has all that was streamed in its place: until then it stands hidden
 * beside it, and is found twice.
 */
export function inWholePages(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const whole = async <Answer>(answer: Answer) => {
    await expect(page.locator('[hidden][id^="S:"]')).toHaveCount(0);
    return answer;
  };
  return Object.assign(page, {
    goto: (...where: Parameters<Page["goto"]>) => goto(...where).then(whole),
    reload: (...how: Parameters<Page["reload"]>) => reload(...how).then(whole),
  });
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(alice.email);
  await page.getByLabel("Password").fill(alice.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/incidents/);
}

// What each path answers is described in the OpenAPI document; the caller names it.
async function callApi<Answer>({ url }: Instance, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? ({} as Answer) : answer.json();
}

/** Fails on what axe calls serious or critical, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  // Next streams the title after the page.
  await expect(page).toHaveTitle(/./);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await standsStill(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
      `${page.url()}, ${colorScheme}`,
    ).toEqual([]);
  }
}

/** Waits for what fades in or out: half of its colour is not what is to be read. */
async function standsStill(page: Page): Promise<void> {
  await expect(page.locator('[data-sonner-toast]:is([data-mounted="false"], [data-removed="true"])')).toHaveCount(0);
  const moving = () =>
    document
      .getAnimations()
      .some((each) => each.playState === "running" && each.effect?.getComputedTiming().endTime !== Infinity);
  await expect.poll(() => page.evaluate(moving), "something moves").toBe(false);
}

/** Waits until React has taken over what the server drew: before that it may still have code to fetch. */
export async function comesToLife(locator: Locator): Promise<void> {
  const isAlive = () =>
    locator.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps")));
  await expect.poll(isAlive, "drawn by the server only").toBe(true);
}
