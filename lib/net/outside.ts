import { type Http, http } from "#lib/net/http";

let other: Http | undefined;

/** The way out that intake takes for keys, certificates and addresses to visit. */
export const outside = (): Http => other ?? http();

/** For tests: another world outside, until it is put back with undefined. */
export function replaceOutside(world: Http | undefined): void {
  other = world;
}
