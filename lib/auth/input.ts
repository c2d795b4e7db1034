import { z } from "zod";
import { longestPassword, shortestPassword } from "#lib/auth/password";

export const nameInput = z.string().trim().min(1, "Enter a name.").max(100, "Use at most 100 characters.");

export const emailInput = z
  .string()
  .trim()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address, such as alice@example.com."))
  .transform((email) => email.toLowerCase());

export const newPasswordInput = z
  .string()
  .min(shortestPassword, `Use at least ${shortestPassword} characters. A few words in a row make a good password.`)
  .max(longestPassword, `Use at most ${longestPassword} characters.`)
  .refine((password) => new Set(password).size > 2, "Use more than two different characters.");

export const timeZoneInput = z.string().refine(isTimeZone, "Choose a time zone from the list.");

/** The zone a browser says it is in, or UTC when it says nothing usable. */
export const reportedTimeZone = z.string().refine(isTimeZone).catch("UTC");

function isTimeZone(name: string): boolean {
  try {
    return Boolean(name) && Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
