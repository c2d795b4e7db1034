import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { sql } from "#db/client";
import { bigint, json } from "#db/row-types";
import { part } from "#db/sql";
import { testDatabase } from "#db/testing";

beforeAll(async () => void (await testDatabase()));

describe("a statement", () => {
  test("takes its values as parameters, also those of pieces within pieces", async () => {
    const inner = part`n < ${5}`;
    const outer = part`where ${inner} and n <> ${2}`;
    expect(await sql()`select n from generate_series(${1}::int, 9) n ${outer}`).toEqual([{ n: 1 }, { n: 3 }, { n: 4 }]);
    expect(await sql()`select ${"'; drop table people; --"}::text as said`).toEqual([
      { said: "'; drop table people; --" },
    ]);
  });

  test("gives each type as the product has it", async () => {
    const at = new Date("2026-03-29T01:30:00.123Z");
    const row = z.object({
      at: z.date(),
      large: bigint,
      small: z.number(),
      bytes: z.instanceof(Uint8Array),
      list: z.array(z.string()),
      object: json<{ a: number }>(),
      nothing: z.string().nullable(),
    });
    const values = await sql().of(row)`
      select ${at}::timestamptz as at, 9007199254740993::int8 as large, 7::int4 as small, ${Buffer.from([0, 255])}::bytea as bytes,
        ${['a"b', "c,d"]}::text[] as list, ${{ a: 1 }}::jsonb as object, ${null}::text as nothing`;
    expect(values).toEqual([
      {
        ...{ at, large: "9007199254740993", small: 7, bytes: Buffer.from([0, 255]) },
        ...{ list: ['a"b', "c,d"], object: { a: 1 }, nothing: null },
      },
    ]);
  });
});

describe("the row type of a statement is held against the database:", () => {
  test.each<[string, z.ZodObject, RegExp]>([
    [
      "a column that is not there",
      z.object({ id: z.string(), name: z.string() }),
      /has the columns id and not id,name/,
    ],
    ["another type, though there are no rows", z.object({ id: z.number() }), /has id of type 2950/],
  ])("%s", async (_, row, problem) => {
    await expect(sql().of(row)`select id from people`).rejects.toThrow(problem);
  });

  test("a value that may not be", async () => {
    const row = z.object({ word: z.enum(["yes", "no"]) });
    await expect(sql().of(row)`select 'perhaps' as word`).rejects.toThrow(/expected one of/);
  });
});
