import { bodyLimit, isAlertPath } from "#lib/intake/endpoint";
import type { Door } from "#lib/intake/raw";
import { receive } from "#lib/intake/receive";

/** Where monitoring tools post what they have to say. */
export const alertsDoor: Door = { owns: isAlertPath, bodyLimit, serve: receive };
