import { table } from "#bench/figures";
import { newId } from "#db/id";
import { channels } from "#lib/channels/index";
import { attempt } from "#lib/delivery/attempt";
import { knownConfig } from "#lib/delivery/known-config";
import { messageOf } from "#lib/delivery/message";
import { channelNamed, checkedConfig } from "#lib/destinations/check";
import { configColumns } from "#lib/destinations/config";
import { events } from "#lib/events/index";
import type { Http } from "#lib/net/http";

const rounds = 2_000;

/** What an attempt costs in CPU without the wire: with the settings known from the one before, and opened anew. */
export async function benchAttempts(): Promise<void> {
  const rows = [];
  for (const id of channels.filter(speaksHttp).map((channel) => channel.id)) {
    await cpuOf(id, () => newId());
    const same = newId();
    const [known, anew] = [await cpuOf(id, () => same), await cpuOf(id, () => newId())];
    rows.push([id, known.toFixed(0), anew.toFixed(0), (anew / known).toFixed(1)]);
  }
  console.log("\nCPU of an attempt without the wire");
  table(["channel", "known µs", "anew µs", "anew ÷ known"], rows);
}

const message = () => {
  const [event] = events;
  const at = new Date();
  if (!event) throw new Error("no events");
  return messageOf(
    { id: newId(), type: event.id, payload: event.sample(at), occurredAt: at },
    "https://tocsin.example",
  );
};

const speaksHttp = (channel: (typeof channels)[number]) => {
  const request = channel.tell(message(), { config: channel.config.parse(channel.example) }, {}, new Date());
  return request !== undefined && !("via" in request);
};

/** Microseconds of user and system time for one. Each time the row is read anew, as a claim gives it. */
async function cpuOf(type: string, idOf: () => string): Promise<number> {
  const channel = channelNamed(type);
  const config = checkedConfig(channel, channel.example);
  const sealed = new Map<string, ReturnType<typeof configColumns>>();
  const rows = Array.from({ length: rounds }, () => {
    const id = idOf();
    const columns = sealed.get(id) ?? configColumns(channel, id, config);
    sealed.set(id, columns);
    return { id, ...structuredClone(columns) };
  });
  const errand = { message: message(), address: null, past: {}, accepted: null };
  const before = process.cpuUsage();
  for (const row of rows) await attempt(type, knownConfig(row), errand, { http: noWire, now: new Date() });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}

const noWire: Http = {
  send: async () => ({
    response: { status: 202, headers: {}, body: '{"requestId":"1"}', truncated: false },
    timings: { dnsMs: null, connectMs: null, tlsMs: null, waitMs: null, totalMs: 0 },
    remoteAddress: null,
  }),
  close: async () => {},
};
