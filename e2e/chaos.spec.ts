import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { freePort } from "#db/free-port";
import { type Instance, startInstance } from "#e2e/instance";

const apiKey = `sk_live_${"chaos".repeat(8)}`;
const senders = 40;
/** What is killed, in turn: each more than once, so that also a restarted one is. */
const kills = ["web", "worker", "postgres", "web", "worker", "postgres", "worker"] as const;
/** Between two kills this many events are accepted, however long that takes. */
const eventsBetween = 400;
const longestMs = 240_000;

type Heard = { event: string; incident: { dedupKey: string } };

test("nothing that was accepted is lost when web, worker and Postgres are killed under load", async () => {
  test.setTimeout(4 * longestMs);
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
    const load = startLoad(tocsin, keys);
    await killInTurn(tocsin, load);
    const accepted = await load.end();

    const alerts = await sql`select action || ' ' || dedup_key as name, count(*)::int as n from alerts group by 1`;
    const stored = new Set(alerts.map(({ name }) => name));
    expect(
      accepted.filter((name) => !stored.has(name)),
      "every 2xx is an alert",
    ).toEqual([]);
    const open = await sql`select dedup_key from incidents where status <> 'resolved'`;
    expect(open, "every incident was resolved").toEqual([]);

    await expect
      .poll(() => unfinished(sql), { timeout: longestMs, intervals: [500] })
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

type Load = { accepted: string[]; failed: Promise<never>; end(): Promise<string[]> };

/** Senders that trigger and resolve new keys until the end, and repeat what was not accepted, as real ones do. */
function startLoad(tocsin: Instance, keys: string[]): Load {
  const accepted: string[] = [];
  let isOver = false;
  const sender = async (lane: number) => {
    const key = keys[lane % keys.length];
    for (let at = 0; !isOver; at++)
      for (const action of ["trigger", "resolve"]) {
        await sendUntilAccepted(tocsin, action, `chaos-${lane}-${at}`, key);
        accepted.push(`${action} chaos-${lane}-${at}`);
      }
  };
  const sending = Promise.all(Array.from({ length: senders }, (_, lane) => sender(lane)));
  const failed = new Promise<never>((_, reject) => sending.catch(reject));
  failed.catch(() => {});
  return {
    accepted,
    failed,
    end: async () => {
      isOver = true;
      await sending;
      return accepted;
    },
  };
}

async function sendUntilAccepted({ url }: Instance, action: string, dedupKey: string, key?: string): Promise<void> {
  const body = JSON.stringify({
    routing_key: key,
    event_action: action,
    dedup_key: dedupKey,
    payload: { summary: dedupKey, source: "chaos", severity: "error" },
  });
  for (const giveUpAt = Date.now() + longestMs; Date.now() < giveUpAt; await sleep(250)) {
    const status = await fetch(`${url}/v2/enqueue`, { method: "POST", body, signal: AbortSignal.timeout(60_000) }).then(
      (answer) => answer.status,
      (error: Error) => {
        if (error.name === "TimeoutError") throw new Error(`${action} ${dedupKey} got no answer within 60 s`);
        return 0;
      },
    );
    if (status === 202) return;
  }
  throw new Error(`${action} ${dedupKey} was never accepted`);
}

/** Kills one after the other, each once the program is running and the load has got through since the last kill. */
async function killInTurn(tocsin: Instance, { accepted, failed }: Load): Promise<void> {
  const getThrough = async (since: number) =>
    expect
      .poll(() => accepted.length - since, { message: "events accepted since the last kill", timeout: longestMs })
      .toBeGreaterThanOrEqual(eventsBetween);
  for (const name of kills) {
    await Promise.race([getThrough(accepted.length), failed]);
    const pid = await runningPid(tocsin, name);
    process.kill(pid, "SIGKILL");
  }
  await Promise.race([getThrough(accepted.length), failed]);
}

/** The process id of a program, once it is running (again). */
async function runningPid(tocsin: Instance, name: (typeof kills)[number]): Promise<number> {
  let pid: number | undefined;
  const find = () => {
    pid = tocsin.pids()[name];
    return pid;
  };
  await expect.poll(find, { message: `${name} is running`, timeout: longestMs }).toBeDefined();
  if (pid === undefined) throw new Error(`${name} is not running`);
  return pid;
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
