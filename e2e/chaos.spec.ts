import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { freePort } from "#db/free-port";
import { type Instance, startInstance } from "#e2e/instance";

const apiKey = `sk_live_${"chaos".repeat(8)}`;
const loadSeconds = 24;
const pairsPerSecond = 200;
/** What is killed, and when: each more than once, so that also a restarted one is. */
const kills = [
  [3, "web"],
  [6, "worker"],
  [9, "postgres"],
  [13, "web"],
  [15, "worker"],
  [18, "postgres"],
  [21, "worker"],
] as const;

type Heard = { event: string; incident: { dedupKey: string } };

test("nothing that was accepted is lost when web, worker and Postgres are killed under load", async () => {
  test.setTimeout(240_000);
  const heard: Heard[] = [];
  const receiver = createServer(async (request, response) => {
    heard.push(JSON.parse(await text(request)));
    response.writeHead(200).end();
  });
  const receiverPort = await freePort();
  receiver.listen(receiverPort, "127.0.0.1");
  const tocsin = await startInstance({
    TOCSIN_API_KEY: apiKey,
    TOCSIN_EGRESS_ALLOW: "127.0.0.0/8",
    TOCSIN_LOG_LEVEL: "fatal",
  });
  const sql = postgres(tocsin.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const keys = await configure(tocsin, `http://127.0.0.1:${receiverPort}/`);
    const [accepted] = await Promise.all([sendLoad(tocsin, keys), killOnSchedule(tocsin)]);
    expect(accepted.length, "the load got through").toBeGreaterThan(pairsPerSecond * loadSeconds);

    const alerts = await sql`select action || ' ' || dedup_key as name, count(*)::int as n from alerts group by 1`;
    const stored = new Set(alerts.map(({ name }) => name));
    expect(
      accepted.filter((name) => !stored.has(name)),
      "every 2xx is an alert",
    ).toEqual([]);
    const open = await sql`select dedup_key from incidents where status <> 'resolved'`;
    expect(open, "every incident was resolved").toEqual([]);

    await expect
      .poll(() => unfinished(sql), { timeout: 120_000, intervals: [500] })
      .toEqual({ outbox: 0, deliveries: 0 });
    const incidents = await sql`select distinct dedup_key from incidents`;
    expect(
      wrongStories(
        heard,
        incidents.map(({ dedup_key }) => dedup_key),
      ),
      "each incident was told, in order",
    ).toEqual([]);
    console.log(
      `chaos: ${accepted.length} accepted, ${incidents.length} incidents, ${heard.length} messages received, ${kills.length} kills`,
    );
  } finally {
    await sql.end({ timeout: 2 });
    await tocsin.stop();
    receiver.closeAllConnections();
    receiver.close();
  }
});

async function configure({ url }: Instance, receiver: string): Promise<string[]> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const service = await post("/services", { name: "Checkout" });
  const integrations = [];
  for (let at = 0; at < 4; at++)
    integrations.push(
      await post(`/services/${service.id}/integrations`, {
        type: "pagerduty",
        name: `Sender ${at}`,
        rateLimitPerMinute: 0,
      }),
    );
  await post("/destinations", {
    type: "webhook",
    name: "Receiver",
    config: { url: receiver },
    events: ["incident.triggered", "incident.resolved"],
  });
  return integrations.map(({ key }) => key);
}

/** Triggers and resolves new keys; a sender repeats what was not accepted, as real ones do. Returns what got a 2xx. */
async function sendLoad({ url }: Instance, keys: string[]): Promise<string[]> {
  const accepted: string[] = [];
  const pairs: Promise<void>[] = [];
  const send = async (action: string, dedupKey: string, key: string | undefined) => {
    const body = JSON.stringify({
      routing_key: key,
      event_action: action,
      dedup_key: dedupKey,
      payload: { summary: dedupKey, source: "chaos", severity: "error" },
    });
    for (let turn = 0; turn < 200; turn++) {
      const status = await fetch(`${url}/v2/enqueue`, { method: "POST", body }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 202) return void accepted.push(`${action} ${dedupKey}`);
      await sleep(250);
    }
    throw new Error(`${action} ${dedupKey} was never accepted`);
  };
  const end = Date.now() + loadSeconds * 1_000;
  for (let at = 0; Date.now() < end; at++) {
    const key = keys[at % keys.length];
    pairs.push(send("trigger", `chaos-${at}`, key).then(() => send("resolve", `chaos-${at}`, key)));
    if (at % 20 === 19) await sleep((20 / pairsPerSecond) * 1_000);
  }
  await Promise.all(pairs);
  return accepted;
}

async function killOnSchedule(tocsin: Instance): Promise<void> {
  const start = Date.now();
  for (const [second, name] of kills) {
    await sleep(Math.max(0, start + second * 1_000 - Date.now()));
    const pid = tocsin.pids()[name];
    if (pid) process.kill(pid, "SIGKILL");
  }
}

async function unfinished(sql: postgres.Sql): Promise<{ outbox: number; deliveries: number }> {
  const [row] = await sql`select
    (select count(*)::int from platform_events where dispatched_at is null) as outbox,
    (select count(*)::int from deliveries where state <> 'delivered') as deliveries`;
  return { outbox: row?.outbox, deliveries: row?.deliveries };
}

/** Dedup keys whose incident was not told as triggered first and then as resolved. A repeated message is no fault. */
function wrongStories(heard: Heard[], dedupKeys: string[]): string[] {
  const stories = new Map<string, string[]>();
  for (const { event, incident } of heard)
    stories.set(incident.dedupKey, [...(stories.get(incident.dedupKey) ?? []), event]);
  return dedupKeys.filter((key) => {
    const story = stories.get(key) ?? [];
    const resolved = story.indexOf("incident.resolved");
    return story[0] !== "incident.triggered" || resolved < 0 || story.includes("incident.triggered", resolved + 1);
  });
}
