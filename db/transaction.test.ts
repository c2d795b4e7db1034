import { beforeAll, describe, expect, test } from "vitest";
import { db, sql } from "#db/client";
import { isClash } from "#db/errors";
import { services } from "#db/schema/services";
import { testDatabase } from "#db/testing";
import { createService } from "#db/testing-rows";
import { transaction } from "#db/transaction";
import { Refusal } from "#lib/refusal";

beforeAll(async () => void (await testDatabase()));

const nameOf = async (id: string) => (await sql()`select name from services where id = ${id}`)[0]?.name;

describe("a transaction", () => {
  test("speaks to one connection in both ways, and stores all or nothing", async () => {
    const { id } = await createService({ name: "Checkout" });
    const refusal = new Refusal("conflict", "No.");
    const work = transaction(async (tx, pg) => {
      await tx.update(services).set({ name: "Renamed" });
      expect(await pg`select name from services where id = ${id}`).toEqual([{ name: "Renamed" }]);
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await nameOf(id)).toBe("Checkout");
  });

  test("does not pretend to have stored what a failed statement took with it", async () => {
    const { id } = await createService({ name: "Search" });
    const work = transaction(async (tx, pg) => {
      await pg`update services set name = 'Renamed' where id = ${id}`;
      await tx.execute("select 1 / 0").catch(() => undefined);
    });
    await expect(work).rejects.toThrow(/nothing was stored/);
    expect(await nameOf(id)).toBe("Search");
  });

  test("is run once more when it met a deadlock", async () => {
    const [one, other] = [await createService(), await createService()];
    let runs = 0;
    const meeting = Promise.withResolvers<void>();
    let arrived = 0;
    const rename = (first: string, second: string) =>
      transaction(async (_, pg) => {
        runs++;
        await pg`update services set description = description || 'x' where id = ${first}`;
        if (++arrived === 2) meeting.resolve();
        await meeting.promise;
        await pg`update services set description = description || 'x' where id = ${second}`;
      });
    await Promise.all([rename(one.id, other.id), rename(other.id, one.id)]);
    expect(runs).toBe(3);
    expect((await db().select().from(services)).filter(({ description }) => description === "xx")).toHaveLength(2);
  });

  test("is not run again for anything else", async () => {
    let runs = 0;
    const work = transaction(async (tx) => {
      runs++;
      await tx.execute("select 1 / 0");
    });
    await expect(work).rejects.toSatisfy((error) => !isClash(error));
    expect(runs).toBe(1);
  });
});
