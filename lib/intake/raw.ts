/** A request as it came off the wire. Header names are lower-case; `query` has no question mark. */
export type RawRequest = {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: Uint8Array;
  ip: string;
  /** One of a source's samples, sent by Tocsin itself: it carries an old time and the same delivery id each time. */
  isSample?: boolean;
};

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

/** Above every alert format we know but GitHub's largest pushes, which carry no alert. */
export const maxBodyBytes = 1_048_576;
