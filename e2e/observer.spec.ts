import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { type Api, expect, test } from "#e2e/fixtures";
import { inviteNewcomer } from "#e2e/newcomer";

type Row = Record<string, string>;
type List = { data: Row[] };

/** The headers by which Next gives a page as HTML, and as what a navigation within the console loads. */
const documentAndPayload: Record<string, string>[] = [{}, { RSC: "1" }];

test("an observer finds nothing that opens an incident, on no page and in no answer", async ({
  console: page,
  setup,
  post,
  api,
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000);
  const hook = await api("POST", `/services/${setup.service.id}/integrations`, { type: "webhook", name: "Own tool" });
  const sent = await fetch(`${baseURL}/api/integrations/webhook/${hook.id}?integrationId=${hook.id}`, {
    method: "POST",
    headers: { "x-original-url": `/api/integrations/webhook?integrationId=${hook.id}` },
    body: JSON.stringify({
      title: `Disk full, said ${hook.webhookUrl}`,
      severity: "critical",
      hook: hook.webhookUrl,
      to: `${hook.key}@mail.test`,
    }),
  });
  expect(sent.status).toBe(202);
  await post("trigger", randomUUID(), "High CPU on web-01");
  const secrets = await secretsOf(api);
  const found = (text: string) => secrets.filter((secret) => text.toLowerCase().includes(secret));

  // What follows finds nothing; that it would find something is seen with an admin.
  const asAdmin = await page.request.get(`/services/${setup.service.id}/integrations`);
  expect(found(await asAdmin.text())).toContain(hook.id);

  const { page: observer } = await inviteNewcomer(page, browser, "observer");
  const paths = await crawl(observer.request, ["/incidents?tab=all", `/services/${setup.service.id}/integrations`]);
  expect(paths.length).toBeGreaterThan(15);
  for (const path of paths)
    for (const headers of documentAndPayload) {
      const answer = await observer.request.get(path, { headers });
      expect(found(`${JSON.stringify(answer.headers())} ${await answer.text()}`), path).toEqual([]);
    }
  for (const path of await apiPaths(observer.request, api, { ...setup, hook })) {
    const answer = await observer.request.get(path);
    expect([200, 403, 404], path).toContain(answer.status());
    expect(found(await answer.text()), path).toEqual([]);
  }
  for (const tab of ["", "/setup", "/settings", "/mapping"]) {
    await observer.goto(`/services/${setup.service.id}/integrations/${hook.id}${tab}`);
    await expect(observer).toHaveURL(/\/not-allowed/);
  }
  const tell = observer.evaluate(heardOf);
  await post("trigger", randomUUID(), "Another one");
  const heard = await tell;
  expect(heard).toContain("requests");
  expect(found(heard)).toEqual([]);
  await observer.context().close();
});

/** The ids and keys of every integration there is. */
async function secretsOf(api: Api): Promise<string[]> {
  const { data: services } = await api<List>("GET", "/services");
  const lists = await Promise.all(services.map(({ id }) => api<List>("GET", `/services/${id}/integrations`)));
  return lists.flatMap(({ data }) => data.flatMap(({ id = "", key = "" }) => [id, key])).filter(Boolean);
}

/** Runs in the page: what the live stream says, of the last half minute too, until it names a request. */
async function heardOf(): Promise<string> {
  const reader = (await fetch("/api/live?topics=*")).body?.getReader();
  let heard = "";
  while (reader && !/requests/.test(heard)) {
    const { value, done } = await reader.read();
    if (done) break;
    heard += new TextDecoder().decode(value);
  }
  await reader?.cancel();
  return heard;
}

/** Every page that can be reached by links from `start`; of the catalogue of sources one is enough. */
async function crawl(request: APIRequestContext, start: string[]): Promise<string[]> {
  const paths = new Set([...start, "/services", "/people", "/profile", "/docs", "/not-allowed"]);
  for (const path of paths) {
    const html = await (await request.get(path)).text();
    const links = [...html.matchAll(/href="(\/(?!_next|api|sign-out)[^"#]*)"/g)].map(([, link = ""]) =>
      link.replaceAll("&amp;", "&"),
    );
    for (const link of links) if (!/^\/docs\/sources\/(?!webhook)|\.(svg|ico|png)/.test(link)) paths.add(link);
    if (paths.size > 80) break;
  }
  return [...paths];
}

/** Everything the API answers to GET, about what is there. */
async function apiPaths(request: APIRequestContext, api: Api, of: { service: Row; hook: Row }): Promise<string[]> {
  const { data: incidents } = await api<List>("GET", `/incidents?serviceId=${of.service.id}`);
  const { data: requests } = await api<List>("GET", `/integrations/${of.hook.id}/requests`);
  const ids: Record<string, string | undefined> = {
    services: of.service.id,
    integrations: of.hook.id,
    deliveries: "1",
    destinations: randomUUID(),
  };
  const document = await (await request.get("/api/openapi.json")).json();
  const gets = Object.keys(document.paths).filter((path) => path.startsWith("/api/v1/") && document.paths[path].get);
  return gets.flatMap((path) => {
    const kind = path.split("/")[3] ?? "";
    const chosen = kind === "incidents" ? incidents.map(({ id }) => id) : [ids[kind]];
    return chosen.map((id) => path.replace("{id}", id ?? "").replace("{requestId}", requests[0]?.id ?? ""));
  });
}
