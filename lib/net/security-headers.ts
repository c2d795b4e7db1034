import { env } from "#lib/env";

let made: Readonly<Record<string, string>> | undefined;

/** Headers of every answer; this policy, for all that is no page, lets nothing in it be run, shown in a frame or read as another type. */
export function securityHeaders(): Readonly<Record<string, string>> {
  made ??= headersFor(env().TOCSIN_URL);
  return made;
}

/** Separate so that it can be tried with another address of Tocsin. */
export function headersFor(url: string | undefined): Readonly<Record<string, string>> {
  return {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    // A browser keeps to https for a year; only where people do reach Tocsin by it.
    ...(url?.startsWith("https:") && { "strict-transport-security": "max-age=31536000" }),
  };
}

/** The style that sonner adds by itself, without a nonce: it is put into the page empty, and then filled. */
const sonnerStyle =
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='";

/** The policy of a page: only the scripts and styles that carry `nonce`, and what those load. */
export function pagePolicy(nonce: string, isDevelopment: boolean): string {
  const directives = {
    "default-src": "'none'",
    "script-src": `'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src": "'self' 'unsafe-inline'",
    // A nonce would switch 'unsafe-inline' off, which the tools that Next shows while developing need.
    "style-src-elem": isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}' ${sonnerStyle}`,
    // Pages come with widths and places in style attributes, which no nonce can carry.
    "style-src-attr": "'unsafe-inline'",
    // The images of alerts lie anywhere.
    "img-src": "'self' data: https: http:",
    "font-src": "'self'",
    "connect-src": isDevelopment ? "'self' ws: wss:" : "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
  };
  return Object.entries(directives)
    .map((directive) => directive.join(" "))
    .join("; ");
}
