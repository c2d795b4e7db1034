import type { Readable } from "node:stream";
import { addChunk, type Body, bodyFound, letGo, newBody } from "#lib/intake/body";
import { log } from "#lib/log";
import { keyOf } from "#lib/mail-in/address";
import { handOver } from "#lib/mail-in/hand-over";
import { type MailFields, readMail } from "#lib/mail-in/read-mail";
import { jointReply, type Reply, tryLater } from "#lib/mail-in/reply";

/** The largest mail on the wire; attachments count, though only their names are kept. */
export const maxMailBytes = 10_485_760;

export type Envelope = { from: string; to: string[]; ip: string; program: string };

/** Reads a mail to its end and gives it to each integration it is for. Throws when it breaks off. */
export async function takeMail(stream: Readable, envelope: Envelope): Promise<Reply> {
  const body = newBody(maxMailBytes);
  try {
    await fill(body, stream);
    if (body.size > maxMailBytes) return { code: 552, text: `The mail is larger than ${maxMailBytes} bytes.` };
    const { body: raw, isCrowdedOut } = bodyFound(body);
    if (isCrowdedOut) return tryLater("Too many large mails arrive at once. Send this one again later.");
    const mail = await readable(raw, envelope);
    return mail ? await deliver(mail, envelope) : { code: 554, text: "The mail cannot be read: it is no valid MIME." };
  } finally {
    letGo(body);
  }
}

/** What is too much is read too, and forgotten: the sender hears the answer only at the end. */
async function fill(body: Body, stream: Readable): Promise<void> {
  let isWanted = true;
  for await (const chunk of stream) if (isWanted) isWanted = addChunk(body, chunk);
}

async function readable(raw: Uint8Array, { from }: Envelope): Promise<MailFields | undefined> {
  try {
    return await readMail(raw, from);
  } catch (error) {
    log.info({ error, from }, "a mail could not be read");
    return undefined;
  }
}

async function deliver(mail: MailFields, { to, ip, program }: Envelope): Promise<Reply> {
  const keys = new Set(to.flatMap((address) => keyOf(address) ?? []));
  return jointReply(await Promise.all([...keys].map((key) => handOver(mail, { key, ip, program }))));
}
