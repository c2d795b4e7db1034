import { z } from "zod";

const switches = z
  .enum(["0", "1", "true", "false", ""])
  .default("")
  .transform((value) => value === "1" || value === "true");
const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "DATABASE_URL must look like postgres://user:password@host:5432/name",
  }),
  PORT: z.coerce.number("PORT must be a number from 0 to 65535").int().min(0).max(65_535).default(3000),
  HOST: z.string().default("0.0.0.0"),
  /** Where people and tools reach Tocsin, as written into webhook URLs and links. */
  TOCSIN_URL: optionalText.pipe(
    z
      .url({ protocol: /^https?$/, error: "TOCSIN_URL must be an http(s) address, such as https://alerts.example.com" })
      .optional(),
  ),
  TOCSIN_SECRET: z.string().min(32, "TOCSIN_SECRET must have at least 32 characters; `openssl rand -hex 32` makes one"),
  TOCSIN_ADMIN_EMAIL: optionalText,
  TOCSIN_ADMIN_PASSWORD: optionalText,
  TOCSIN_COMPANY: optionalText,
  TOCSIN_API_KEY: optionalText.pipe(
    z
      .string()
      .regex(/^sk_live_\S{16,}$/, "TOCSIN_API_KEY must be sk_live_ followed by at least 16 characters")
      .optional(),
  ),
  /** Private address ranges that deliveries may reach, such as 10.0.0.0/8,192.168.1.5/32. */
  TOCSIN_EGRESS_ALLOW: z.string().default(""),
  /** X-Forwarded-For, -Host and -Proto are believed only when a proxy of ours sets them. */
  TOCSIN_TRUST_PROXY: switches,
  /** Off, Next's routes take the alerts too: slower, the same answers. */
  TOCSIN_FAST_LANE: z
    .enum(["on", "off"])
    .default("on")
    .transform((value) => value === "on"),
  /** Where mail for the integrations is taken in; not at all without a port. */
  TOCSIN_SMTP_PORT: optionalText.pipe(
    z.coerce.number<string>("TOCSIN_SMTP_PORT must be a number from 1 to 65535").int().min(1).max(65_535).optional(),
  ),
  TOCSIN_SMTP_HOST: optionalText,
  /** The host name in the addresses that pages show, where it is not that of TOCSIN_URL. */
  TOCSIN_SMTP_DOMAIN: optionalText,
  /** Files with a certificate and its key, for STARTTLS. */
  TOCSIN_SMTP_CERT: optionalText,
  TOCSIN_SMTP_KEY: optionalText,
  /** When a failing outbound integration is disabled: "guarded" spares it short outages, "literal" is 60 % in 12 hours and nothing else. */
  TOCSIN_AUTO_DISABLE: z
    .enum(["guarded", "literal"], { error: "TOCSIN_AUTO_DISABLE is guarded or literal" })
    .default("guarded"),
  /** A name that only one worker at a time has: one that starts with it takes over at once what the last one left. */
  TOCSIN_WORKER_NAME: optionalText,
  TOCSIN_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  TOCSIN_RETENTION_DAYS: z.coerce.number().int().min(1).default(30),
  TOCSIN_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

const whole = schema.refine(({ TOCSIN_SMTP_CERT: cert, TOCSIN_SMTP_KEY: key }) => Boolean(cert) === Boolean(key), {
  path: ["TOCSIN_SMTP_KEY"],
  error: "TOCSIN_SMTP_CERT and TOCSIN_SMTP_KEY belong together: set both, or neither",
});

export type Env = z.output<typeof schema>;

let read: Env | undefined;

/** The environment, parsed once. Throws with every wrong variable named and what it should be. */
export function env(): Env {
  read ??= parseEnvironment(process.env);
  return read;
}

/** Parses `variables`; separate so that it can be tried without touching the process. */
export function parseEnvironment(variables: Record<string, string | undefined>): Env {
  const parsed = whole.safeParse(variables);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
}

/** Where Tocsin is reached from outside, without a slash at the end: TOCSIN_URL, else this machine. */
export function publicUrl(): string {
  return (env().TOCSIN_URL ?? `http://localhost:${env().PORT}`).replace(/\/+$/, "");
}
