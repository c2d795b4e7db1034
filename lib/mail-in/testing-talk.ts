import { once } from "node:events";
import net from "node:net";
import { createInterface } from "node:readline";

/** Says a line of SMTP and hears the whole answer; an empty line only listens. */
export async function talkTo(port: number) {
  const socket = net.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const hear = async () => {
    const heard: string[] = [];
    for (;;) {
      const { value, done } = await lines.next();
      if (done) return heard.join("\n");
      heard.push(value);
      if (/^\d{3} /.test(value)) return heard.join("\n");
    }
  };
  await hear();
  const talk = (line: string) => {
    if (line !== "") socket.write(`${line}\r\n`);
    return hear();
  };
  return Object.assign(talk, { socket });
}
