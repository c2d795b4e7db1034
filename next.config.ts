import type { NextConfig } from "next";

export default {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  // A 308 on a trailing slash crashes some clients' processes; both spellings are answered directly.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["@node-rs/argon2", "graphile-worker", "pino", "postgres", "undici"],
} satisfies NextConfig;
