// What intake is measured against: node:http and the same batched durable insert, with no look at who sends or what.
import { createServer } from "node:http";
import { intakeOf } from "#bench/intake-of";
import { submit } from "#lib/incidents/batch";

const [integrationId = "", serviceId = ""] = process.argv.slice(2);
let turn = 0;

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const dedupKey = `bench-${turn++ % 1_000}`;
    submit(intakeOf({ integrationId, serviceId, dedupKey, body: Buffer.concat(chunks) })).then(
      () => response.writeHead(202).end(),
      () => response.writeHead(500).end(),
    );
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
