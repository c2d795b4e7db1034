import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

/** Where the connection of a transaction breaks: before its nth statement reaches Postgres, or before the answer comes back. */
export type Break = { statement: number; when: "before" | "after" };

export type Breaker = {
  url: string;
  /** Breaks the next transaction there. Says whether it came so far, when `work` is done. */
  during(where: Break, work: () => Promise<unknown>): Promise<{ isBroken: boolean; error: unknown }>;
  close(): void;
};

/**
 * A way to the Postgres at `url` that reads what passes: it counts the statements of a transaction, `begin` and `commit`
 * among them, and cuts the connection at one of them.
 */
export async function startBreaker(url: string): Promise<Breaker> {
  const to = new URL(url);
  let pending: Break | undefined;
  const server = net.createServer((near) => {
    const far = net.connect(Number(to.port), to.hostname);
    const cut = () => [near, far].forEach((socket) => void socket.destroy());
    for (const socket of [near, far]) socket.on("error", cut).on("close", cut);
    const read = readStatements();
    let count = 0;
    near.on("data", (data) => {
      for (const statement of read(data)) {
        count = statement === "begin" ? 1 : count && count + 1;
        const isHere = pending !== undefined && count === pending.statement;
        // What is sent after that belongs to somebody else, who has the connection now.
        if (statement === "commit" || statement === "rollback") count = 0;
        if (!pending || !isHere) continue;
        const { when } = pending;
        pending = undefined;
        if (when === "before") return cut();
        // The statement passes and is carried out; its answer does not come through.
        far.removeAllListeners("data").once("data", cut);
      }
      far.write(data);
    });
    far.on("data", (data) => near.write(data));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: Object.assign(new URL(url), { port: String((server.address() as AddressInfo).port) }).href,
    async during(where, work) {
      pending = where;
      const error = await work().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      const isBroken = pending === undefined;
      pending = undefined;
      return { isBroken, error };
    },
    close: () => void server.close(),
  };
}

/**
 * Reads what a client of Postgres sends (protocol 3): after the first message, which has no type, each begins with its type
 * and its length. Gives the statements: simple ones by their text, extended ones as "execute".
 */
function readStatements(): (data: Buffer) => string[] {
  let rest = Buffer.alloc(0);
  let hasStarted = false;
  return (data) => {
    rest = Buffer.concat([rest, data]);
    const statements: string[] = [];
    for (;;) {
      const head = hasStarted ? 1 : 0;
      if (rest.length < head + 4) return statements;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return statements;
      const type = hasStarted ? rest.toString("latin1", 0, 1) : "";
      if (type === "Q") statements.push(rest.toString("utf8", 5, end - 1));
      if (type === "B") statements.push("execute");
      hasStarted = true;
      rest = rest.subarray(end);
    }
  };
}
