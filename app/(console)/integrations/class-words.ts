import type { AttemptClass } from "#db/vocabulary";

/** How an attempt ended, as people say it. */
export const classWords: Record<AttemptClass, string> = {
  delivered: "Delivered",
  accepted: "Accepted, not confirmed yet",
  refused_status: "The server refused it",
  redirected: "The server redirects",
  timed_out: "No answer in time",
  connect_timed_out: "No connection in time",
  connection_refused: "Connection refused",
  connection_lost: "Connection lost",
  dns_failed: "Name not found",
  tls_failed: "TLS failed",
  egress_blocked: "Blocked: a private address",
  misconfigured: "Settings no longer valid",
  rejected: "Rejected for good",
  blocked: "Credentials refused",
  skipped: "Nothing to send",
  interrupted: "Interrupted by a restart",
};
