const hidden = "[hidden]";
/** Shorter texts would blot out half of the log, and are no secrets. */
const shortestSecret = 4;
/** Shorter ones stand in many a base64 by chance. */
const shortestEncoded = 8;

/**
 * Makes a function that blots out `secrets` in a text, also single words of them ("Bearer x" is hidden as x too), and all
 * of these as they stand in an address, a form, JSON and base64. Make it once for each config.
 */
export function hider(secrets: readonly string[]): (text: string) => string {
  const plain = secrets.flatMap((secret) => [secret, ...secret.split(/\s+/).filter((word) => word.length >= 8)]);
  const needles = new Set(plain.filter((text) => text.length >= shortestSecret).flatMap(spellingsOf));
  const longestFirst = [...needles].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((left, needle) => left.replaceAll(needle, hidden), text);
}

function spellingsOf(secret: string): string[] {
  const inAddress = encodeURIComponent(secret.toWellFormed());
  const inForm = new URLSearchParams({ "": secret }).toString().slice(1);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inAddress, inForm, inJson, ...inBase64(secret)];
}

/** What base64 makes of it wherever it stands in a longer text: it falls differently on the groups of three bytes. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const aligned = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    // Without the characters that what stands before or after has a part in.
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return aligned
    .filter((text) => text.length >= shortestEncoded)
    .flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
}

const secretHeaders = /^(authorization|proxy-authorization|cookie|set-cookie)$|(api-?key|token|secret|password)/i;

/** Headers for the log: values of those that carry credentials by their name are left out. */
export function hideHeaders(headers: Record<string, string>, hide: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.test(name) ? hidden : hide(value)]),
  );
}
