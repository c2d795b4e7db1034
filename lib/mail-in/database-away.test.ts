import { randomUUID } from "node:crypto";
import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";
import { beforeAll, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { forgetIntegration } from "#lib/intake/authenticate";
import { listenForMail, type MailListener } from "#lib/mail-in/listen";
import { talkTo } from "#lib/mail-in/testing-talk";

let cable: Cable;
let listener: MailListener;
beforeAll(async () => {
  const url = new URL(String(process.env.DATABASE_URL));
  cable = await plugIn(url.hostname, Number(url.port));
  process.env.DATABASE_URL = Object.assign(url, { host: `127.0.0.1:${cable.port}` }).href;
  await testDatabase();
  listener = await listenForMail({ port: 0, host: "127.0.0.1" });
  return async () => {
    await listener.close();
    await cable.plug();
  };
});

test("while the database is away mail is to be sent again, and then it is taken once", async () => {
  const email = await createIntegration({ type: "email" });
  const recipient = `RCPT TO:<${email.key}@tocsin.test>`;
  const mail = `Message-Id: <${randomUUID()}@db-1>\r\nSubject: Disk full\r\n\r\nhi\r\n.`;
  const begin = async () => {
    const talk = await talkTo(listener.port);
    for (const line of ["EHLO test", "MAIL FROM:<a@b.test>"]) await talk(line);
    return talk;
  };

  const known = await begin();
  expect(await known(recipient)).toMatch(/^250 /);
  await cable.pull();
  await known("DATA");
  expect(await known(mail)).toMatch(/^451 The database is not responding/);
  forgetIntegration(email.id);
  expect(await (await begin())(recipient)).toMatch(/^451 Tocsin cannot look up this address/);

  await cable.plug();
  for (const says of [/^250 accepted: trigger/, /^250 ignored: A repeat/]) {
    const talk = await begin();
    for (const line of [recipient, "DATA"]) await talk(line);
    expect(await talk(mail)).toMatch(says);
  }
  expect(await sql()`select alert_count as alerts from incidents`).toMatchObject([{ alerts: 1 }]);
});

type Cable = { port: number; pull(): Promise<void>; plug(): Promise<void> };

/** A way to a server that can be cut. */
async function plugIn(host: string, port: number): Promise<Cable> {
  const open = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy()).on("close", () => open.delete(one));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a string or null once it listens.
  const own = (server.address() as AddressInfo).port;
  return {
    port: own,
    pull: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
    plug: async () => {
      if (server.listening) return;
      server.listen(own, "127.0.0.1");
      await once(server, "listening");
    },
  };
}
