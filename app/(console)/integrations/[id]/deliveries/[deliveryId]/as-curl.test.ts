import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { asCurl } from "./as-curl";

const sent = {
  method: "PUT",
  url: "https://a.example/x?y=[hidden]",
  headers: { "content-type": "application/json", "x-team": "Bob's" },
  body: `{"title":"it's $HOME \`down\`\\n"}`,
};

test("a shell reads the command as the request was", () => {
  const args = execFileSync("sh", ["-c", `printf '%s\\n' ${asCurl(sent).slice("curl ".length)}`], { encoding: "utf8" })
    .trimEnd()
    .split("\n");
  expect(args).toEqual([
    "-X",
    "PUT",
    sent.url,
    "-H",
    "content-type: application/json",
    "-H",
    "x-team: Bob's",
    "--data-raw",
    sent.body,
  ]);
});

test("a request without a body has no data", () => {
  expect(asCurl({ ...sent, body: "" })).not.toContain("--data");
});
