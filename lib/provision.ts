import { isSetUp } from "#db/queries/people";
import { type Env, env } from "#lib/env";
import { log } from "#lib/log";
import { setUp, setUpInput } from "#lib/people/set-up";

const defaultCompany = "Tocsin";

const variableOf: Record<string, string> = {
  email: "TOCSIN_ADMIN_EMAIL",
  password: "TOCSIN_ADMIN_PASSWORD",
  company: "TOCSIN_COMPANY",
};

/**
 * Makes the company and the first admin from TOCSIN_ADMIN_EMAIL, TOCSIN_ADMIN_PASSWORD and TOCSIN_COMPANY, once; does
 * nothing without them or when the first run has happened. Processes starting together may all call it.
 */
export async function provision(now: Date): Promise<void> {
  const input = readProvision(env());
  if (!input || (await isSetUp())) return;
  const admin = await setUp(input, { now });
  if (admin) log.info({ email: admin.email, company: input.company }, "made the first admin");
}

/** What the environment asks for, or null for nothing. Throws with every wrong variable named and what it should be. */
export function readProvision(given: Pick<Env, "TOCSIN_ADMIN_EMAIL" | "TOCSIN_ADMIN_PASSWORD" | "TOCSIN_COMPANY">) {
  const {
    TOCSIN_ADMIN_EMAIL: email,
    TOCSIN_ADMIN_PASSWORD: password,
    TOCSIN_COMPANY: company = defaultCompany,
  } = given;
  if (!email && !password) return null;
  const parsed = setUpInput.safeParse({
    company,
    name: nameIn(email ?? ""),
    email: email ?? "",
    password: password ?? "",
    timeZone: "UTC",
  });
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `  ${variableOf[String(issue.path[0])] ?? issue.path.join(".")}: ${issue.message}`,
  );
  throw new Error(`The first admin cannot be made from the environment:\n${lines.join("\n")}`);
}

/** "alice.smith@example.com" is probably Alice Smith; she can change it in her profile. */
function nameIn(email: string): string {
  const words = (email.split("@")[0] ?? "").split(/[._-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join(" ") || "Admin";
}
