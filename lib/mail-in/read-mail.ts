import PostalMime, { type Address, type Email } from "postal-mime";
import { shorten } from "#lib/mail-in/shorten";
import { linesOfHtml } from "#lib/reading/lines-of-html";
import { withoutKeys } from "#lib/reading/without-keys";
import { truncate } from "#lib/text";

/** A mail as the source `email` reads it; attachments are only named. */
export type MailFields = Record<string, unknown>;

const longestText = 100_000;
const longestHtml = 500_000;
const longestHeader = 1_000;
const mostHeaders = 100;
const mostAttachments = 50;

/** Reads a mail off the wire. `sender` is the return path. Throws where it cannot be read. */
export async function readMail(raw: Uint8Array, sender: string): Promise<MailFields> {
  const mail = await PostalMime.parse(shorten(raw), {
    maxNestingDepth: 50,
    maxHeadersSize: 262_144,
    maxRfc822NestingDepth: 3,
  });
  const fields = {
    sender,
    from: mail.from && written([mail.from]),
    to: mail.to && written(mail.to),
    subject: mail.subject && truncate(mail.subject, longestHeader),
    text: truncate(mail.text ?? linesOfHtml(mail.html?.slice(0, longestHtml) ?? ""), longestText),
    "Message-Id": mail.messageId && truncate(mail.messageId, longestHeader),
    headers: headersOf(mail),
    attachments: mail.attachments.slice(0, mostAttachments).map(({ filename, mimeType }) => ({
      name: filename && truncate(filename, longestHeader),
      type: truncate(mimeType, longestHeader),
    })),
  };
  // The addresses in it hold the integration's key, which must not be kept in clear.
  return JSON.parse(withoutKeys(JSON.stringify(fields)));
}

function written(addresses: Address[]): string {
  const names = addresses.flatMap(({ name, address, group }) => {
    if (group) return group.length > 0 ? written(group) : name;
    return name ? `${name} <${address}>` : (address ?? "");
  });
  return truncate(names.join(", "), longestHeader);
}

const apart = new Set(["from", "to", "subject"]);

/** The first of each name. */
function headersOf({ headers }: Email): Record<string, string> {
  const others = headers.filter(({ key }) => !apart.has(key)).slice(0, mostHeaders);
  return Object.fromEntries(others.toReversed().map(({ key, value }) => [key, truncate(value, longestHeader)]));
}
