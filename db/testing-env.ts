// vitest's setupFiles of what needs a database, so it loads next to nothing: each test file has the name of a database of its own in its environment; `testDatabase` makes it.
import { inject } from "vitest";
import { holdRows } from "#db/sql";
import { checkRows } from "#db/testing-rows-check";
import { databaseAt } from "#db/testing-url";

const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
process.env.DATABASE_URL = databaseAt(inject("cluster").url, name);
holdRows(checkRows);
