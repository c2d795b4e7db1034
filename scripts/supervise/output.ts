import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { prettyFactory } from "pino-pretty";

const forPeople = process.stdout.isTTY
  ? prettyFactory({
      colorize: true,
      translateTime: "SYS:HH:MM:ss",
      ignore: "pid,hostname,program",
      messageFormat: "{program}: {msg}",
    })
  : undefined;

/** Passes on what a program writes: log lines as they are, or made readable on a terminal. */
export function relay(child: ChildProcess): void {
  for (const stream of [child.stdout, child.stderr]) if (stream) relayLines(stream);
}

function relayLines(stream: Readable): void {
  if (!forPeople) return void stream.pipe(process.stdout, { end: false });
  createInterface({ input: stream }).on("line", (line) =>
    process.stdout.write(line.startsWith("{") ? forPeople(line) : `${line}\n`),
  );
}
