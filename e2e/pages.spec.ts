import { randomUUID } from "node:crypto";
import { type Api, expect, expectAccessible, type Receiver, type Setup, test } from "#e2e/fixtures";

/** What there is to see, so that no page is looked at empty. */
type Places = Record<"service" | "integration" | "mapped" | "destination" | "incident", string>;

const pages: Record<string, (places: Places) => string> = {
  "the open incidents": () => "/incidents",
  "all incidents": () => "/incidents?tab=all",
  "a search without result": () => "/incidents?q=nothing-has-this-name",
  "an incident": ({ incident }) => incident,
  "the services": () => "/services",
  "a new service": () => "/services/new",
  "a service": ({ service }) => service,
  "the integrations of a service": ({ service }) => `${service}/integrations`,
  "a new integration": ({ service }) => `${service}/integrations/new`,
  "an integration": ({ integration }) => integration,
  "the mapping of an integration": ({ mapped }) => `${mapped}/mapping`,
  "the settings of a service": ({ service }) => `${service}/settings`,
  "the outbound integrations": () => "/integrations",
  "a new outbound integration": () => "/integrations/new/webhook",
  "an outbound integration": ({ destination }) => destination,
  "the deliveries of an outbound integration": ({ destination }) => `${destination}/deliveries`,
  "the people": () => "/people",
  "the settings": () => "/settings",
  "the API keys": () => "/settings/api-keys",
  "the profile": () => "/profile",
  "the API's reference": () => "/docs/api",
  "the guide to sending": () => "/docs/sending",
  "the sources": () => "/docs/sources",
  "a source": () => "/docs/sources/prometheus",
  "what is not there": () => "/not-there",
};

for (const [name, pathOf] of Object.entries(pages))
  test(`the page of ${name} has no serious accessibility fault, in light or dark, and is no wider than a phone`, async ({
    alicesPage: page,
    setup,
    post,
    api,
    receiver,
  }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
    const places = await fill(api, setup, post, receiver);
    const path = pathOf(places);
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(path === "/not-there" ? 404 : 200);
    await expect(page.getByRole("heading").first(), path).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
      `${path} fits a phone`,
    ).toBe(true);
    expect(errors).toEqual([]);
    await api("DELETE", places.destination.replace("/integrations/", "/destinations/"));
  });

type Post = (action: "trigger" | "resolve", dedupKey: string, summary?: string) => Promise<void>;

async function fill(api: Api, setup: Setup, post: Post, receiver: Receiver): Promise<Places> {
  const destination = await api("POST", "/destinations", {
    type: "webhook",
    name: "Status page",
    config: { url: receiver.url },
    events: ["incident.triggered"],
  });
  const service = `/services/${setup.service.id}`;
  const mapped = await api("POST", `${service}/integrations`, { type: "webhook", name: "Own tool" });
  await fetch(mapped.webhookUrl ?? "", { method: "POST", body: JSON.stringify({ alert: { title: "Own words" } }) });
  const key = randomUUID();
  await post("trigger", key, "High CPU on web-01");
  await post("resolve", key);
  const incidents = `/incidents?serviceId=${setup.service.id}&status=all`;
  const { data } = await api<{ data: { number: number }[] }>("GET", incidents);
  return {
    service,
    integration: `${service}/integrations/${setup.integration.id}`,
    mapped: `${service}/integrations/${mapped.id}`,
    destination: `/integrations/${destination.id}`,
    incident: `/incidents/${data[0]?.number}`,
  };
}
