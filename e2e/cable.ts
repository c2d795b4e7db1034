import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

export type Cable = {
  url: string;
  /** Ends every connection, also those that only listen, and takes no new one. */
  cut(): void;
  mend(): void;
  close(): void;
};

/** A way to the Tocsin at `url` that can be cut. What a browser calls offline leaves streams that are open alone. */
export async function startCable(url: string): Promise<Cable> {
  const to = Number(new URL(url).port);
  const open = new Set<Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) return void near.destroy();
    const far = net.connect(to, "127.0.0.1");
    const end = () => [near, far].forEach((socket) => void socket.destroy());
    for (const socket of [near, far]) {
      open.add(socket.on("error", end).on("close", end));
      socket.on("close", () => open.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
