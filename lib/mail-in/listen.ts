import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { env } from "#lib/env";
import { log } from "#lib/log";
import { mailDomain } from "#lib/mail-in/address";
import { whyNotTo } from "#lib/mail-in/recipient";
import { asLine, type Reply, ReplyError, tryLater } from "#lib/mail-in/reply";
import { type Envelope, maxMailBytes, takeMail } from "#lib/mail-in/take-mail";

export type MailListener = { port: number; close(): Promise<void> };
type Place = { port: number; host: string; tls?: { cert: Buffer; key: Buffer } };

const mostConnections = 50;
const mostRecipients = 20;
const idleMs = 60_000;
const longestConnectionMs = 600_000;
/** Below what the process takes to stop. */
const drainMs = 6_000;

/** Takes in mail for the integrations, where the environment says so. Throws when it cannot listen there. */
export async function startMailListener(): Promise<MailListener | undefined> {
  const { TOCSIN_SMTP_PORT: port, TOCSIN_SMTP_HOST, HOST, TOCSIN_SMTP_CERT: cert, TOCSIN_SMTP_KEY: key } = env();
  if (port === undefined) return undefined;
  const host = TOCSIN_SMTP_HOST ?? HOST;
  const tls = cert && key ? { cert: await readFile(cert), key: await readFile(key) } : undefined;
  const listener = await listenForMail({ port, host, ...(tls && { tls }) });
  log.info({ port, host, hasTls: tls !== undefined, domain: mailDomain() }, "mail is taken in");
  return listener;
}

/** An SMTP server that takes mail for integrations and nobody else: no relaying, and no passwords. */
export async function listenForMail({ port, host, tls }: Place): Promise<MailListener> {
  const receiving = new Set<string>();
  let isStopping = false;
  const server = new SMTPServer({
    ...tls,
    name: mailDomain(),
    banner: "Tocsin",
    heloResponse: "%s takes mail for its integrations",
    size: maxMailBytes,
    rejectOversized: true,
    // Without a certificate of our own the library would show one whose key everybody knows.
    disabledCommands: tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    // Firmware writes addresses that no standard allows, and its alerts matter all the same.
    lenientAddressParsing: true,
    maxClients: mostConnections,
    maxRecipients: mostRecipients,
    socketTimeout: idleMs,
    closeTimeout: drainMs,
    onConnect(session, callback) {
      setTimeout(() => end(session.id, "This took too long."), longestConnectionMs).unref();
      callback();
    },
    onRcptTo: ({ address }, _session, callback) =>
      void whyNotTo(address).then((why) => callback(why && new ReplyError(why))),
    onData(stream, session, callback) {
      receiving.add(session.id);
      void takeMail(stream, envelopeOf(session))
        .catch(brokenOff)
        .then((reply) => {
          receiving.delete(session.id);
          if (reply.code < 400) callback(null, asLine(reply.text));
          else callback(new ReplyError(reply));
          if (isStopping) setImmediate(() => end(session.id, stopping));
        });
    },
  });
  server.on("error", (error) => log.info({ error }, "a connection for mail broke off"));

  function end(id: string, text: string) {
    for (const connection of server.connections) if (connection.id === id) connection.send(421, text);
  }

  server.listen(port, host);
  await once(server.server, "listening");
  return {
    // A TCP server's address is never a string or null once it listens.
    port: (server.server.address() as AddressInfo).port,
    /** No new mail; mails that are on their way in are finished. */
    close: () => {
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const { id } of [...server.connections]) if (!receiving.has(id)) end(id, stopping);
      return closed;
    },
  };
}

const stopping = "Tocsin is stopping. Send the mail again in a moment.";

function brokenOff(error: unknown): Reply {
  log.info({ error }, "a mail broke off");
  return tryLater("Tocsin could not take the mail. Send it again later; the log of the server says why.");
}

function envelopeOf({ envelope, remoteAddress, hostNameAppearsAs }: SMTPServerSession): Envelope {
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : "",
    to: envelope.rcptTo.map(({ address }) => address),
    ip: remoteAddress.replace(/^::ffff:/i, ""),
    program: `SMTP ${hostNameAppearsAs || "unnamed"}`,
  };
}
