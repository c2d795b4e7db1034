import type { NextConfig } from "next";

export default {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  // `npm run check` has the types; a start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // A 308 on a trailing slash crashes some clients' processes; both spellings are answered directly.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["@node-rs/argon2", "graphile-worker", "pino", "postgres", "rate-limiter-flexible", "undici"],
} satisfies NextConfig;
