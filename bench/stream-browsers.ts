// As a program: holds open as many streams as it is told to, as that many browsers would, and counts what they hear.
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type Browsers = { hold(amount: number): Promise<void>; heard(): Promise<number>; close(): Promise<void> };
type Order = { hold: number } | { heard: true };

/** Browsers of the people with these cookies, in a process of their own. */
export async function openBrowsers(port: number, cookies: string[]): Promise<Browsers> {
  const child = fork(import.meta.filename, [String(port), ...cookies]);
  await once(child, "message");
  async function ask(order: Order): Promise<number> {
    child.send(order);
    const [answer] = await once(child, "message");
    return Number(answer);
  }
  return {
    hold: async (amount) => {
      const open = await ask({ hold: amount });
      if (open !== amount) throw new Error(`${open} of ${amount} streams are open`);
    },
    heard: () => ask({ heard: true }),
    close: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

const atOnce = 50;
const patienceMs = 300_000;
const sockets: Socket[] = [];
const greeted = new Set<Socket>();
let heard = 0;

if (process.send) {
  const [port = "", ...cookies] = process.argv.slice(2);
  process.on("message", (order: Order) => void obey(order, Number(port), cookies));
  process.on("disconnect", () => process.exit());
  process.send("ready");
}

async function obey(order: Order, port: number, cookies: string[]): Promise<void> {
  if ("hold" in order) await hold(order.hold, port, cookies);
  process.send?.("hold" in order ? greeted.size : heard);
}

async function hold(amount: number, port: number, cookies: string[]): Promise<void> {
  for (const socket of sockets.splice(amount)) socket.destroy();
  const deadline = Date.now() + patienceMs;
  while (greeted.size > amount) await sleep(5);
  while (sockets.length < amount) {
    sockets.push(open(port, cookies[sockets.length % cookies.length] ?? "", sockets.length));
    while (sockets.length - greeted.size >= atOnce && Date.now() < deadline) await sleep(2);
  }
  while (greeted.size < amount && Date.now() < deadline) await sleep(5);
}

function open(port: number, cookie: string, at: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}).on("close", () => greeted.delete(socket));
  socket.on("data", (data) => {
    const text = data.toString();
    if (text.includes(": hello")) greeted.add(socket);
    heard += text.split("data: ").length - 1;
  });
  socket.write(`GET /api/live${followed(at)} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: ${cookie}\r\n\r\n`);
  return socket;
}

/** Most look at the list, some at one incident, one in ten at everything. */
function followed(at: number): string {
  if (at % 10 === 0) return "";
  if (at % 10 < 7) return "?topics=incidents";
  return `?topics=incidents,deliveries,incident:00000000-0000-7000-8000-${String(at).padStart(12, "0")}`;
}
