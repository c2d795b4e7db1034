import { once } from "node:events";
import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { env } from "#lib/env";
import { log } from "#lib/log";
import { mailDomain } from "#lib/mail-in/address";
import { whyNotTo } from "#lib/mail-in/recipient";
import { asLine, type Reply, ReplyError, tryLater } from "#lib/mail-in/reply";
import { type Envelope, maxMailBytes, takeMail } from "#lib/mail-in/take-mail";

export type MailListener = {
  port: number;
  /** Takes no new mail; mails that are on their way in are finished. */
  close(): Promise<void>;
};
type Place = { port: number; host: string; tls?: { cert: Buffer; key: Buffer } };

const longestConnectionMs = 600_000;

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
  const deadlines = new Map<string, NodeJS.Timeout>();
  const receiving = new Set<string>();
  let isStopping = false;
  const server = new SMTPServer({
    ...limits,
    ...tls,
    name: mailDomain(),
    // Without a certificate of our own the library would show one whose key everybody knows.
    disabledCommands: tls ? ["AUTH"] : ["AUTH", "STARTTLS"],
    onConnect: ({ id }, callback) => {
      deadlines.set(id, setTimeout(() => end(id, "This took too long."), longestConnectionMs).unref());
      callback();
    },
    onClose: ({ id }) => {
      clearTimeout(deadlines.get(id));
      deadlines.delete(id);
    },
    onRcptTo: ({ address }, _session, callback) => void judge(address, callback),
    onData: (stream, session, callback) => void take(stream, session, callback),
  });
  server.on("error", (error) => log.info({ error }, "a connection for mail broke off"));

  async function take(stream: Readable, session: SMTPServerSession, answer: Answer) {
    receiving.add(session.id);
    const reply = await takeMail(stream, envelopeOf(session)).catch(brokenOff);
    receiving.delete(session.id);
    if (reply.code < 400) answer(null, asLine(reply.text));
    else answer(new ReplyError(reply));
    if (isStopping) setImmediate(() => end(session.id, stopping));
  }

  function end(id: string, text: string) {
    for (const connection of server.connections) if (connection.id === id) connection.send(421, text);
  }

  server.listen(port, host);
  await once(server.server, "listening");
  return {
    // A TCP server's address is never a string or null once it listens.
    port: (server.server.address() as AddressInfo).port,
    close: () => {
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(resolve));
      for (const { id } of [...server.connections]) if (!receiving.has(id)) end(id, stopping);
      return closed;
    },
  };
}

type Answer = (error: Error | null, text?: string) => void;

const limits = {
  banner: "Tocsin",
  heloResponse: "%s takes mail for its integrations",
  size: maxMailBytes,
  rejectOversized: true,
  authOptional: true,
  disableReverseLookup: true,
  // Firmware writes addresses that no standard allows, and its alerts matter all the same.
  lenientAddressParsing: true,
  maxClients: 50,
  maxRecipients: 20,
  socketTimeout: 60_000,
  // Below what the process takes to stop.
  closeTimeout: 6_000,
};

async function judge(address: string, answer: Answer): Promise<void> {
  const why = await whyNotTo(address);
  answer(why ? new ReplyError(why) : null);
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
