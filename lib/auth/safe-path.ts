import type { Route } from "next";

const nowhere = "http://tocsin.invalid";

/** A path within Tocsin to go to after signing in; `instead` when `wanted` leads elsewhere or in a circle. */
export function safePath(wanted: string | null | undefined, instead: string): Route {
  const url = wanted?.startsWith("/") ? URL.parse(wanted, nowhere) : null;
  const isOurs = url?.origin === nowhere && !/^\/(api|sign-in|sign-out|setup|invite)(\/|$)/.test(url.pathname);
  // Next's own mark on its requests for page data is not part of the address.
  if (url?.searchParams.has("_rsc")) url.searchParams.delete("_rsc");
  return asRoute(isOurs ? `${url.pathname}${url.search}` : instead);
}

/** Next's type for links knows only the routes of one build; this path was just shown to lie within this origin. */
function asRoute(path: string): Route {
  return path as Route;
}
