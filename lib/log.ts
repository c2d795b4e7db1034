import pino from "pino";

const held = globalThis as typeof globalThis & { tocsinLog?: pino.Logger };

/** Structured log lines on standard output. Fields named like secrets are never written. */
export const log: pino.Logger = (held.tocsinLog ??= pino({
  level: process.env.TOCSIN_LOG_LEVEL || (process.env.NODE_ENV === "test" ? "warn" : "info"),
  base: { program: process.env.TOCSIN_PROGRAM ?? "tocsin" },
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  serializers: { error: pino.stdSerializers.err },
  redact: {
    paths: [
      "authorization",
      "cookie",
      "password",
      "secret",
      "key",
      "token",
      "*.authorization",
      "*.cookie",
      "*.password",
      "*.secret",
      "*.key",
      "*.token",
    ],
    censor: "[hidden]",
  },
}));
