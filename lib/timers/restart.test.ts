import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { closeDatabase } from "#db/client";
import { startEmbedded } from "#db/embedded";
import { prepareCluster, rememberPort } from "#db/embedded-cluster";
import { migrate } from "#db/migrate";
import { incidentBy } from "#db/queries/incidents";
import { wake } from "#lib/change/wake";
import { snooze } from "#lib/incidents/snooze";
import { alice, createIncident } from "#lib/incidents/testing-incidents";
import { listen } from "#lib/live/listen";
import { startTimers } from "#lib/timers/start";

test("timers and wakes go on after Postgres was killed and came back", async () => {
  const home = mkdtempSync(path.join(tmpdir(), "tocsin-test-"));
  // Below the ports that outgoing connections get, so that nobody takes it while the server is away.
  rememberPort((await prepareCluster(home, () => {})).folder, randomInt(20_000, 32_000));
  const first = await startEmbedded({ home, settings: ["fsync=off"] });
  process.env.DATABASE_URL = first.url;
  await migrate(first.url);
  const timers = startTimers();
  const heard = new Set<string>();
  await listen((topics) => {
    for (const topic of topics) heard.add(topic);
  });
  const { id } = await createIncident();
  const now = new Date();
  const until = new Date(now.getTime() + 3000);
  await snooze(id, until, { actor: alice, now });

  process.kill(first.pid, "SIGKILL");
  await first.gone;
  // It falls due while nobody can hear of it.
  await sleep(until.getTime() - Date.now() + 1);
  const second = await startEmbedded({ home, settings: ["fsync=off"] });
  onTestFinished(async () => {
    await timers.stop();
    await closeDatabase();
    await second.stop();
    rmSync(home, { recursive: true, force: true });
  });

  expect(second.url).toBe(first.url);
  await vi.waitFor(
    async () => expect(await incidentBy(id)).toMatchObject({ status: "triggered", snoozedUntil: null }),
    { timeout: 150_000, interval: 200 },
  );
  await vi.waitFor(
    () => {
      wake("still-heard");
      expect(heard).toContain("still-heard");
    },
    { timeout: 150_000, interval: 500 },
  );
}, 400_000);
