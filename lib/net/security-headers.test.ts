import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { headersFor, pagePolicy } from "#lib/net/security-headers";

test("what is no page may run nothing and be shown in no frame", () => {
  expect(headersFor("http://alerts.lan")).toEqual({
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  });
});

test("browsers are held to https only where Tocsin is reached by it", () => {
  expect(headersFor("https://alerts.example.com")).toHaveProperty("strict-transport-security", "max-age=31536000");
  for (const url of [undefined, "http://alerts.example.com"])
    expect(headersFor(url)).not.toHaveProperty("strict-transport-security");
});

test("a page runs the scripts of its nonce and what those load, and evaluates no text", () => {
  const policy = pagePolicy("abc", false);
  expect(policy).toContain("script-src 'nonce-abc' 'strict-dynamic';");
  expect(policy).toContain("style-src-elem 'self' 'nonce-abc' 'sha256-");
  for (const shut of ["default-src", "frame-ancestors", "base-uri", "object-src"])
    expect(policy).toContain(`${shut} 'none'`);
  expect(policy).toContain("form-action 'self'");
  expect(policy).not.toContain("unsafe-eval");
  expect(pagePolicy("abc", true)).toContain("'strict-dynamic' 'unsafe-eval'");
});

test("the style that sonner adds by itself is the one that is let in", () => {
  const source = readFileSync(fileURLToPath(import.meta.resolve("sonner")), "utf8");
  const literal = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source)?.[1] ?? "";
  const hash = createHash("sha256")
    .update(String(JSON.parse(literal)))
    .digest("base64");
  expect(pagePolicy("abc", false)).toContain(`'sha256-${hash}'`);
});
