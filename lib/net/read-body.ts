import type { Readable } from "node:stream";

export type ReadText = { text: string; truncated: boolean };

/** Reads at most `limitBytes` for at most `limitMs`, then lets go of the connection. What came until then is kept. */
export function readBody(body: Readable, limitBytes: number, limitMs: number): Promise<ReadText> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let finished = false;
    const finish = (truncated: boolean) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      if (truncated) body.destroy();
      resolve({ text: Buffer.concat(chunks).subarray(0, limitBytes).toString("utf8"), truncated });
    };
    const timer = setTimeout(() => finish(true), limitMs);
    body.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limitBytes) finish(true);
    });
    body.once("end", () => finish(false));
    // A body that breaks off is as good as a long one: the headers have already decided.
    body.on("error", () => finish(true));
    body.once("close", () => finish(true));
  });
}
