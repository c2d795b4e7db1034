import type { Route } from "next";

const nowhere = "http://tocsin.invalid";

/**
 * The path within Tocsin that a browser would go to for `wanted`, with its query and hash; `instead` when that leads to
 * another host, in a circle, or nowhere. `origin` is our own, where `wanted` may be a whole address.
 */
export function safePath(wanted: string | null | undefined, instead: string, origin: string = nowhere): Route {
  const url = URL.parse(wanted || instead, origin);
  if (!url || url.origin !== URL.parse(origin)?.origin || !isPlaceToGo(url.pathname)) return asRoute(instead);
  // Next's own mark on its requests for page data is not part of the address.
  if (url.searchParams.has("_rsc")) url.searchParams.delete("_rsc");
  return asRoute(`${url.pathname}${url.search}${url.hash}`);
}

// What is left of "/..//evil.example" begins with two slashes, which taken by itself names a host.
function isPlaceToGo(path: string): boolean {
  return !path.startsWith("//") && !/^\/(api|sign-in|sign-out|setup|invite)(\/|$)/.test(path);
}

/** Next's type for links knows only the routes of one build; this path was just shown to lie within this origin. */
function asRoute(path: string): Route {
  return path as Route;
}
