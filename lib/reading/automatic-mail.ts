import type { Mail } from "#lib/reading/mail";

/**
 * Why a mail is one that a machine sends in answer to another, which tells of no trouble and can go round in circles:
 * a bounce, an auto-reply, or a mail of our own; undefined for any other. "Auto-Submitted: auto-generated" and
 * "Precedence: bulk" are no reasons: cron, GitLab and most monitoring tools write them.
 */
export function whyAutomatic(mail: Mail): string | undefined {
  if (mail.header("x-tocsin") !== undefined) return "This mail was sent by Tocsin itself.";
  if (isBounce(mail)) return "This is a bounce: a mail server says that it could not deliver another mail.";
  return isAutoReply(mail) ? "This is an automatic reply, such as an out-of-office notice." : undefined;
}

function isBounce({ returnPath, address, header }: Mail): boolean {
  const isReport = /^multipart\/report\b/i.test(header("content-type") ?? "");
  return returnPath === "" || isReport || /^mailer-daemon(@|$)/.test(address);
}

const replyHeaders = ["x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply"];
const replySubject = /^(?:automatic reply|auto[- ]?reply|out of (?:the )?office|automatische antwort)\s*:/i;

function isAutoReply({ subject, header }: Mail): boolean {
  const submitted = header("auto-submitted") ?? "";
  const precedence = header("precedence") ?? "";
  return (
    /^auto-replied\b/i.test(submitted) ||
    /^auto[_-]reply\b/i.test(precedence) ||
    // As the `vacation` program of old answers.
    (/^(bulk|junk)\b/i.test(precedence) && submitted === "" && header("in-reply-to") !== undefined) ||
    replyHeaders.some((name) => header(name) !== undefined) ||
    replySubject.test(subject)
  );
}
