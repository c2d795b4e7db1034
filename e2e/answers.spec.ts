import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { makeAskers } from "#e2e/askers";
import { expect, test } from "#e2e/fixtures";

const strict = "default-src 'none'; frame-ancestors 'none'";
const ofPages =
  /script-src 'nonce-[\w+/=]{24}' 'strict-dynamic';.*frame-ancestors 'none'; base-uri 'none'; object-src 'none'/;

test("every answer has its security headers, whatever answers", async ({ baseURL }) => {
  const answers: [method: string, path: string, status: number, policy: string | RegExp][] = [
    ["GET", "/sign-in", 200, ofPages],
    ["GET", "/incidents", 307, ofPages],
    ["GET", "/not-there", 404, ofPages],
    ["GET", "/api/not-there", 404, ofPages],
    ["POST", "/not-there", 404, strict],
    ["POST", "/sign-in", 405, strict],
    ["GET", "/favicon.svg", 200, strict],
    ["GET", "/_next/static/not-there", 404, strict],
    ["GET", "/api/health", 200, strict],
    ["GET", "/api/openapi.json", 200, strict],
    ["GET", "/api/live", 401, strict],
    ["GET", "/api/v1/services", 401, strict],
    ["GET", "/api/v1/not-there", 404, strict],
    ["GET", "/api/auth/session", 200, strict],
    ["POST", "/v2/enqueue", 401, strict],
    ["TRACE", "/api/health", 405, strict],
  ];
  for (const [method, path, status, policy] of answers) {
    const answer = await ask(baseURL, `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    expect(answer.status, `${method} ${path}`).toBe(status);
    expectSafe(answer, policy, `${method} ${path}`);
  }
});

test("so have what is no request, and the stream that never ends", async ({ baseURL, tocsin }) => {
  for (const request of [
    "nonsense\r\n\r\n",
    `GET / HTTP/1.1\r\nhost: x\r\nlong: ${"x".repeat(40_000)}\r\n\r\n`,
    "GET * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
  ])
    expectSafe(await ask(baseURL, request), strict, request.slice(0, 20));
  const { responder } = await makeAskers(tocsin);
  const stop = new AbortController();
  const { status, headers } = await fetch(`${baseURL}/api/live`, { headers: responder, signal: stop.signal });
  stop.abort();
  expectSafe({ status, headers }, strict, "/api/live");
  expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
});

test("no two pages have the same nonce, and every script of a page carries its own", async ({ baseURL }) => {
  const seen = new Set<string>();
  for (const path of ["/sign-in", "/sign-in", "/not-there"]) {
    const answer = await fetch(`${baseURL}${path}`, {
      headers: { "content-security-policy": "script-src 'nonce-forgedNonce'", "x-nonce": "forgedNonce" },
    });
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1] ?? "";
    seen.add(nonce);
    const html = await answer.text();
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(html).not.toContain("forgedNonce");
  }
  expect(seen.size).toBe(3);
});

test("a multipart body sent to an address that is none is 404, with every method", async ({ baseURL }) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    for (const path of ["/not-there", "/api/not-there", "/api/v1/not-there", "/incidents/1/not-there", "/v2/not-there"])
      for (const body of [formOf({ a: "b" }), "junk"]) {
        const headers: HeadersInit = body === "junk" ? { "content-type": "multipart/form-data" } : {};
        const answer = await fetch(`${baseURL}${path}`, { method, headers, body });
        expect(answer.status, `${method} ${path}`).toBe(404);
      }
});

test("a form that cannot be read is the sender's fault, whatever page it is sent to", async ({ baseURL }) => {
  for (const path of ["/sign-in", "/incidents", "/services/new"])
    for (const contentType of ["multipart/form-data", "multipart/form-data; boundary=x"])
      for (const body of ["junk", "--x\r\nContent-Disposition: form-data", ""]) {
        const headers = { "content-type": contentType, origin: baseURL ?? "" };
        const { status } = await fetch(`${baseURL}${path}`, { method: "POST", headers, body, redirect: "manual" });
        expect([path, contentType, body, status]).toEqual([path, contentType, body, 400]);
      }
});

test("an action whose arguments cannot be read is the sender's fault too", async ({ baseURL }) => {
  const page = await fetch(`${baseURL}/sign-in`);
  const [, id = ""] = /quot;id&quot;:&quot;([0-9a-f]{42})&quot;/.exec(await page.text()) ?? [];
  expect(id).not.toBe("");
  const send = async (body: string | FormData) => {
    const headers = { origin: baseURL ?? "", "next-action": id };
    return (await fetch(`${baseURL}/sign-in`, { method: "POST", headers, body, redirect: "manual" })).status;
  };
  for (const body of [
    "junk",
    "null",
    '["$F1"]',
    '["$nx"]',
    '["$1:__proto__"]',
    formOf({ 0: "junk" }),
    formOf({ x: "y" }),
  ])
    expect([body, await send(body)]).toEqual([body, 400]);
  const withoutScript = formOf({ $ACTION_REF_9: "", "$ACTION_9:0": JSON.stringify({ id, bound: "$@7" }) });
  const headers = { origin: baseURL ?? "" };
  const answer = await fetch(`${baseURL}/sign-in`, { method: "POST", headers, body: withoutScript });
  expect(answer.status).toBe(400);
});

test("a request that offers another protocol is answered as if it did not", async ({ baseURL }) => {
  const body = JSON.stringify({ routing_key: "0".repeat(32), event_action: "trigger" });
  for (const protocol of ["h2c", "websocket", "TLS/1.2"])
    for (const [line, status] of [
      ["GET /api/health", 200],
      ["GET /sign-in", 200],
      ["POST /v2/enqueue", 401],
      ["GET /api/v1/services", 401],
    ] as const) {
      const head = [`${line} HTTP/1.1`, "host: x", "connection: Upgrade, close", `upgrade: ${protocol}`];
      const content = line.startsWith("POST") ? body : "";
      const answer = await ask(
        baseURL,
        `${[...head, `content-length: ${content.length}`].join("\r\n")}\r\n\r\n${content}`,
      );
      expect(answer.status, `${line}, ${protocol}`).toBe(status);
    }
});

test("signing in leads nowhere else", async ({ page, baseURL, tocsin }) => {
  const { admin } = await makeAskers(tocsin);
  for (const wanted of [
    "/..//evil.example",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/%2e%2e//evil.example",
    "https://evil.example",
    "/\t/evil.example",
  ]) {
    const where = `${baseURL}/sign-in?callbackUrl=${encodeURIComponent(wanted)}`;
    const answer = await fetch(where, { headers: admin, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")], wanted).toEqual([307, "/"]);
    await page.goto(where);
    await expect(page.locator("input[name=goTo]")).toHaveValue("/");
  }
});

test("what a client says of the host and the scheme is not believed", async ({ baseURL }) => {
  const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
  const openapi = await fetch(`${baseURL}/api/openapi.json`, { headers });
  expect(await openapi.json()).toMatchObject({ servers: [{ url: baseURL }] });
  const providers = await fetch(`${baseURL}/api/auth/providers`, { headers });
  expect(JSON.stringify(await providers.json())).not.toContain("evil.example");
  const whole = await ask(baseURL, "GET http://evil.example//x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  expect(whole.headers.get("location") ?? "").not.toContain("evil.example");
});

type Answer = { status: number; headers: Headers };

function expectSafe({ headers }: Answer, policy: string | RegExp, about: string): void {
  const given = headers.get("content-security-policy") ?? "";
  if (typeof policy === "string") expect(given, about).toBe(policy);
  else expect(given, about).toMatch(policy);
  expect(headers.get("x-content-type-options"), about).toBe("nosniff");
  expect(headers.get("referrer-policy"), about).toBe("same-origin");
  expect(headers.get("strict-transport-security"), about).toBeNull();
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** Sends bytes as they are, which fetch would not, and reads the head of the answer. */
async function ask(baseURL: string | undefined, request: string): Promise<Answer> {
  const { hostname, port } = new URL(baseURL ?? "");
  const socket = connect(Number(port), hostname);
  socket.write(request);
  const [head = ""] = (await text(socket)).split("\r\n\r\n", 1);
  const [first = "", ...lines] = head.split("\r\n");
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { status: Number(first.split(" ")[1]), headers };
}
