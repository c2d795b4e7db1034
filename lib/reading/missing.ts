/** The reading of a payload that lacks what identifies it: where, and what should be there. */
export function missing(path: string, what = "text"): { unreadable: { path: string; message: string }[] } {
  return { unreadable: [{ path, message: `is missing; it should be ${what}` }] };
}
