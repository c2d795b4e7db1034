import type { AttemptClass } from "#db/vocabulary";
import type { Connection } from "#lib/net/connect";

/** How a request failed before an answer came, as a class and in words for people. */
export type Failure = { class: AttemptClass; text: string };

type Circumstances = { url: URL; connection: Connection; connectTimeoutMs: number; requestTimeoutMs: number };

/** What `error` means. The text names host and port only: paths and queries may carry secrets. */
export function failureOf(error: unknown, circumstances: Circumstances): Failure {
  const code = codeOf(error);
  const explain = explanations[code] ?? families.find(([pattern]) => pattern.test(code))?.[1];
  if (explain) return explain({ ...circumstances, code, error });
  return { class: "connection_lost", text: `The request failed before an answer came${code ? ` (${code})` : ""}.` };
}

/** Did the server close or reset a connection, as it may do with one that has been idle? */
export function isReset(error: unknown): boolean {
  return ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(codeOf(error));
}

type Explain = (circumstances: Circumstances & { code: string; error: unknown }) => Failure;

const lost: Explain = () => ({
  class: "connection_lost",
  text: "The server closed the connection before it answered.",
});

const unknownName: Explain = ({ url }) => ({
  class: "dns_failed",
  text: `The name ${url.hostname} was not found. Check the spelling, and that this machine can resolve it.`,
});

const unreachable: Explain = ({ url, code }) => ({
  class: "connection_refused",
  text: `There is no way to ${url.hostname} from here (${code}). Check the address, the network and the firewall.`,
});

const untrusted: Explain = () => ({
  class: "tls_failed",
  text: "The server's certificate is not from an authority this machine trusts. Add its CA certificate to the integration, or renew the certificate.",
});

const explanations: Record<string, Explain> = {
  TOCSIN_EGRESS_BLOCKED: ({ error }) => ({
    class: "egress_blocked",
    text: error instanceof Error ? error.message : "The address may not be reached.",
  }),
  UND_ERR_CONNECT_TIMEOUT: connectTimedOut,
  ETIMEDOUT: connectTimedOut,
  UND_ERR_HEADERS_TIMEOUT: timedOut,
  TimeoutError: timedOut,
  ECONNREFUSED: ({ url }) => ({
    class: "connection_refused",
    text: `The server refused the connection on port ${portOf(url)}. Is it running?`,
  }),
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  ENOTFOUND: unknownName,
  EAI_NONAME: unknownName,
  EAI_AGAIN: ({ url }) => ({
    class: "dns_failed",
    text: `The name server did not answer for ${url.hostname}. Check this machine's DNS.`,
  }),
  ETIMEOUT: ({ url }) => ({
    class: "dns_failed",
    text: `The name server did not answer for ${url.hostname} within 5 seconds. Check this machine's DNS.`,
  }),
  UND_ERR_SOCKET: lost,
  ECONNRESET: lost,
  EPIPE: lost,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: () => ({ class: "tls_failed", text: "The server's certificate has expired. Renew it there." }),
  CERT_NOT_YET_VALID: () => ({
    class: "tls_failed",
    text: "The server's certificate is not valid yet. Check the clocks of both machines.",
  }),
  ERR_TLS_CERT_ALTNAME_INVALID: ({ url }) => ({
    class: "tls_failed",
    text: `The server's certificate is not for ${url.hostname}. Check the host name.`,
  }),
  ERR_SSL_WRONG_VERSION_NUMBER: ({ url }) => ({
    class: "tls_failed",
    text: `The server does not speak TLS on port ${portOf(url)}. Use http:// or the port for HTTPS.`,
  }),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ({ url }) => ({
    class: "tls_failed",
    text: `The server does not speak TLS on port ${portOf(url)}. Use http:// or the port for HTTPS.`,
  }),
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: () => ({
    class: "tls_failed",
    text: "The server asks for a client certificate. Add one to the integration.",
  }),
  UND_ERR_INVALID_ARG: () => ({
    class: "rejected",
    text: "The request cannot be sent as configured: the address or a header is not valid.",
  }),
  UND_ERR_HEADERS_OVERFLOW: () => ({
    class: "connection_lost",
    text: "The server answered with headers larger than 16 kB.",
  }),
};

const families: [RegExp, Explain][] = [
  [
    /^ERR_OSSL/,
    () => ({
      class: "rejected",
      text: "A certificate or key of the integration cannot be read. Paste it again, in PEM form.",
    }),
  ],
  [
    /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED)/,
    ({ code }) => ({ class: "tls_failed", text: `TLS failed (${code}).` }),
  ],
  [
    /^ERR_INVALID_(ARG|CHAR|HTTP)/,
    () => ({
      class: "rejected",
      text: "The request cannot be sent as configured: the address or a header is not valid.",
    }),
  ],
];

function connectTimedOut({ url, connection, connectTimeoutMs }: Circumstances): Failure {
  const within = `within ${secondsOf(connectTimeoutMs)}`;
  return connection.connectMs === undefined
    ? {
        class: "connect_timed_out",
        text: `No connection to ${url.hostname} on port ${portOf(url)} ${within}. Is the address right, and is the port open?`,
      }
    : {
        class: "connect_timed_out",
        text: `The server accepted the connection but did not finish TLS ${within}. Is port ${portOf(url)} its HTTPS port?`,
      };
}

function timedOut({ requestTimeoutMs }: Circumstances): Failure {
  return {
    class: "timed_out",
    text: `The server accepted the request but did not answer within ${secondsOf(requestTimeoutMs)}.`,
  };
}

/** The code of an error, or of what is inside it; several failed addresses count as their first. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const inner = error instanceof AggregateError ? error.errors[0] : undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code && code !== "UND_ERR_SOCKET") return code;
  return codeOf(inner) || codeOf(error.cause) || code || (error.name === "TimeoutError" ? error.name : "");
}

const portOf = (url: URL) => url.port || (url.protocol === "https:" ? "443" : "80");
const secondsOf = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;
