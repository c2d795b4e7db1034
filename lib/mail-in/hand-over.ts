import type { RawAnswer } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";
import type { MailFields } from "#lib/mail-in/read-mail";
import { type Reply, tryLater } from "#lib/mail-in/reply";

type Arrival = { key: string; ip: string; program: string };

/** Gives a mail to intake, as a request of the integration whose key was in the address, and says what became of it. */
export async function handOver(mail: MailFields, { key, ip, program }: Arrival): Promise<Reply> {
  const answer = await receive({
    method: "POST",
    path: "/api/integrations/email",
    query: "",
    headers: { "content-type": "application/json", "user-agent": program, "x-integration-key": key },
    body: Buffer.from(JSON.stringify(mail)),
    ip,
    isMail: true,
  });
  return replyOf(answer);
}

function replyOf({ status, body }: RawAnswer): Reply {
  const said: Said = JSON.parse(body);
  if (status < 300) return { code: 250, text: outcomeOf(said) };
  const text = said.error?.message ?? "Tocsin did not take the mail.";
  if (status === 429 || status >= 500) return tryLater(text);
  return { code: status === 401 || status === 403 || status === 404 ? 550 : 554, text };
}

/** Our own answers: see lib/intake/answer.ts. */
type Said = {
  status?: string;
  reason?: string;
  events?: { action: string; incidentNumber: number | null }[];
  problems?: string[];
  error?: { message: string };
};

function outcomeOf({ status, reason, events = [], problems = [] }: Said): string {
  const told = events.map(({ action, incidentNumber }) => {
    if (incidentNumber !== null) return `${action}, incident #${incidentNumber}.`;
    return action === "trigger" ? "trigger." : `${action}, but nothing was open.`;
  });
  return [
    status ?? "accepted",
    ":",
    ...told.map((words) => ` ${words}`),
    reason ? ` ${reason}` : "",
    ...problems.map((words) => ` ${words}`),
  ].join("");
}
