/** A request as it came off the wire. Header names are lower-case; `query` has no question mark. */
export type RawRequest = BodyFound & {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  ip: string;
  /** One of a source's samples, sent by Tocsin itself: it carries an old time and the same delivery id each time. */
  isSample?: boolean;
  /** Taken in by our own mail listener: the integration's key in the address is the proof. */
  isMail?: boolean;
};

export type BodyFound = {
  body: Uint8Array;
  /** Only its beginning was read, because too many large ones came at once. */
  isCrowdedOut?: boolean;
};

/** A way in for machines: the paths it owns, how large a body may be there, and who answers. `serve` never throws. */
export type Door = {
  owns(path: string): boolean;
  bodyLimit(path: string): number;
  serve(request: RawRequest): Promise<RawAnswer>;
};

export type RawAnswer = { status: number; headers: Record<string, string>; body: string };

export const mebibyte = 1_048_576;

/** Above every alert format we know, but for the sources that say otherwise (`maxBodyBytes` of their own). */
export const maxBodyBytes = mebibyte;
