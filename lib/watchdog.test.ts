import { expect, onTestFinished, test, vi } from "vitest";
import { queries } from "#db/client";
import { testDatabase } from "#db/testing";
import { watchPools } from "#lib/watchdog";

process.env.TOCSIN_POOL_SIZE = "2";

test("a pool that gives nothing back, though the database answers, ends the process", async () => {
  await testDatabase();
  const kept = [await queries().connect(), await queries().connect()];
  onTestFinished(() => {
    for (const client of kept) client.release();
  });
  const onStuck = vi.fn();
  onTestFinished(watchPools(onStuck));
  await expect.poll(() => onStuck.mock.calls.length, { timeout: 90_000, interval: 500 }).toBeGreaterThan(0);
}, 100_000);
