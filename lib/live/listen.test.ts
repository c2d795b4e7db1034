import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { wake } from "#lib/change/wake";
import { listen } from "#lib/live/listen";

beforeAll(async () => void (await testDatabase()));

test("the connection that listens comes back when its backend was ended, and says that anything may have changed", async () => {
  const heard: string[] = [];
  await listen((topics) => heard.push(...topics));
  wake("services");
  await expect.poll(() => heard).toContain("services");
  await sql()`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and datname = current_database()`;
  await expect.poll(() => heard).toContain("*");
  wake("people");
  await expect.poll(() => heard).toContain("people");
});
