import { type Door, maxBodyBytes } from "#lib/intake/raw";
import { isOpsgeniePath } from "#lib/opsgenie/calls";
import { serveOpsgenie } from "#lib/opsgenie/serve";

/** Opsgenie's own API, for its clients. */
export const opsgenieDoor: Door = { owns: isOpsgeniePath, bodyLimit: () => maxBodyBytes, serve: serveOpsgenie };
