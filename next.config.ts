import { networkInterfaces } from "node:os";
import type { NextConfig } from "next";

/** This machine's own addresses: pages of `npm run dev` opened by one of them come to life only if it is named. */
const ownAddresses = Object.values(networkInterfaces()).flatMap(
  (addresses) => addresses?.map(({ address }) => address) ?? [],
);

export default {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  allowedDevOrigins: ownAddresses,
  // `npm run check` has the types; a start need not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // A 308 on a trailing slash crashes some clients' processes; both spellings are answered directly.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: ["@node-rs/argon2", "pino", "postgres", "undici"],
} satisfies NextConfig;
