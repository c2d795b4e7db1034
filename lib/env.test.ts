import { expect, test } from "vitest";
import { parseEnvironment } from "#lib/env";

const least = { DATABASE_URL: "postgres://tocsin@localhost/tocsin", TOCSIN_SECRET: "x".repeat(32) };

test("a database and a secret are enough", () => {
  expect(parseEnvironment(least)).toMatchObject({ PORT: 3000, HOST: "0.0.0.0", NODE_ENV: "production" });
});

test("a setting that is empty counts as not set", () => {
  const empty = { ...least, TOCSIN_URL: "", TOCSIN_API_KEY: " ", TOCSIN_ADMIN_EMAIL: "" };
  expect(parseEnvironment(empty)).toMatchObject({ TOCSIN_URL: undefined, TOCSIN_API_KEY: undefined });
});

test("every wrong setting is named, with what it should be", () => {
  const wrong = {
    ...{ DATABASE_URL: "mysql://h/d", TOCSIN_SECRET: "short", PORT: "abc", TOCSIN_API_KEY: "key" },
    TOCSIN_SMTP_PORT: "smtp",
  };
  for (const words of [
    "DATABASE_URL must look like postgres://",
    "TOCSIN_SECRET must have at least 32",
    "PORT must be a number",
    "TOCSIN_API_KEY must be sk_live_",
    "TOCSIN_SMTP_PORT must be a number",
  ]) {
    expect(() => parseEnvironment(wrong)).toThrow(words);
  }
});

test("no mail is taken in unless there is a port for it, and a certificate comes with its key", () => {
  expect(parseEnvironment(least)).not.toHaveProperty("TOCSIN_SMTP_PORT");
  expect(parseEnvironment({ ...least, TOCSIN_SMTP_PORT: "2525" })).toMatchObject({ TOCSIN_SMTP_PORT: 2525 });
  expect(() => parseEnvironment({ ...least, TOCSIN_SMTP_CERT: "mail.pem" })).toThrow("belong together");
});
