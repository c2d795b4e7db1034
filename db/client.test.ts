import postgres from "postgres";
import { expect, test } from "vitest";
import { connectAlone } from "#db/client";

test.each(["require", "verify-full"])("sslmode=%s means the same to both drivers", (mode) => {
  const url = `postgres://tocsin:geheim@db.example:5432/tocsin?sslmode=${mode}`;
  const { ssl } = postgres(url).options;
  // postgres.js hands the word on and checks the certificate of its own accord for none but "verify-full".
  expect(ssl).toBe(mode);
  const options: unknown = Reflect.get(connectAlone(url), "ssl");
  expect(options).toEqual(mode === "require" ? { rejectUnauthorized: false } : {});
});
