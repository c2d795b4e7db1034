// What intake is measured against: node:http and the same batched durable insert, with no look at who sends or what.
import { createServer } from "node:http";
import { newId } from "#lib/id";
import type { Intake } from "#lib/incidents/ingest";
import { submit } from "#lib/intake/batch";

const [integrationId = "", serviceId = ""] = process.argv.slice(2);
let turn = 0;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    submit(intakeOf(Buffer.concat(chunks))).then(
      () => response.writeHead(202).end(),
      () => response.writeHead(500).end(),
    );
  });
}).listen(Number(process.env.PORT), "127.0.0.1");

function intakeOf(body: Uint8Array): Intake {
  const dedupKey = `bench-${turn++ % 1_000}`;
  return {
    part: 0,
    counts: false,
    events: [
      { scope: integrationId, action: "trigger", dedupKey, summary: "High CPU on web-01", source: "web-01", severity: "error", details: { cpu: 95 }, links: [], images: [], occurredAt: null },
    ],
    request: {
      id: newId(),
      receivedAt: new Date(),
      integrationId,
      serviceId,
      actor: { kind: "integration", id: integrationId, name: "Bench" },
      source: "pagerduty",
      method: "POST",
      path: "/v2/enqueue",
      query: "",
      headers: {},
      body,
      ip: "127.0.0.1",
      outcome: "accepted",
      reason: null,
      status: 202,
      overStatus: 429,
      events: [],
      durationMs: 0,
    },
  };
}
