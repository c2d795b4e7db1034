// vitest's setupFiles: each test file has the name of a database of its own in its environment; `testDatabase` makes it.
import { inject } from "vitest";
import { databaseAt } from "#db/testing-cluster";

const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
process.env.DATABASE_URL = databaseAt(inject("cluster").url, name);
