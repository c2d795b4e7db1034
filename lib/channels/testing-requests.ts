import type { HttpRequest, Request, SmtpRequest } from "#lib/channels/contract";

/** The HTTP request that a channel wants made; throws when it wants none, or a mail. */
export function httpOf(request: Request | undefined): HttpRequest {
  if (!request || "via" in request) throw new Error("That is no HTTP request.");
  return request;
}

/** The mail that a channel wants sent; throws when it wants something else. */
export function mailOf(request: Request | undefined): NonNullable<SmtpRequest["mail"]> {
  if (!request || !("via" in request) || !request.mail) throw new Error("That is no mail.");
  return request.mail;
}
