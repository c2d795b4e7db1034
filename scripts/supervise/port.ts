import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "#db/embedded-trouble";

/** The port to listen on: `wished` if it is free, any when it is 0. Refuses one that is taken, saying how to choose another. */
export async function claimPort(wished: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(new Trouble(reasonFor(error, wished, host))));
    server.listen(wished, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : wished));
    });
  });
}

function reasonFor(error: Error, port: number, host: string): string {
  const code = "code" in error ? error.code : "";
  if (code === "EADDRINUSE")
    return `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`;
  if (code === "EACCES") return `This user may not listen on port ${port}. Choose one above 1023: PORT=3000 npm start`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `HOST is ${host}, which is no address of this machine. Use 0.0.0.0 for all, or 127.0.0.1 for this machine only.`;
  return `Tocsin cannot listen on ${host}:${port}: ${error.message}`;
}

/** Waits until the web process answers. False when `until` says to give up. */
export async function waitUntilHealthy(port: number, host: string, until: () => boolean): Promise<boolean> {
  const address = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  const url = `http://${address.includes(":") ? `[${address}]` : address}:${port}/api/health`;
  while (!until()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
    if (answer && answer.status < 500) return true;
    await sleep(100);
  }
  return false;
}
